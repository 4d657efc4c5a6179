// The kinds of fields that an identity can fill. A file of its own: the menu needs it, and not the reader's words.
import type { FieldKind } from './kinds.ts';

export const OFFERED = new Set<FieldKind>(['email', 'username', 'newPassword', 'currentPassword', 'otp']);
