// Keeps a part that cannot be drawn from taking the rest of the page with it.
import { Component, type ComponentChildren } from 'preact';

interface BoundaryProps {
  /** Shown in place of the part. What was thrown is not: it may hold words of others. */
  instead: ComponentChildren;
  /** The record that is drawn: another one is tried anew. */
  of?: unknown;
  children: ComponentChildren;
}

interface Standing {
  readonly failed: boolean;
  readonly of: unknown;
}

export class Boundary extends Component<BoundaryProps, Standing> {
  override state: Standing = { failed: false, of: undefined };

  static override getDerivedStateFromProps({ of }: BoundaryProps, state: Standing): Standing | null {
    return of === state.of ? null : { failed: false, of };
  }

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render({ instead, children }: BoundaryProps): ComponentChildren {
    return this.state.failed ? instead : children;
  }
}
