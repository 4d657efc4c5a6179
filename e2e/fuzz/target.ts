// A target of the fuzz: code that takes a stranger's bytes. A target knows valid inputs and says whether it accepted
// one; everything else it throws is a finding. Inputs are bytes for every target, so that any finding is one line to
// repeat (main.ts, --target and --input).
import type { Draw } from '#wire/vectors/samples.ts';

export interface Target {
  readonly name: string;
  readonly maxBytes: number;
  /** How many of the inputs of a run it gets, beside the others; 1 by default. */
  readonly share?: number;
  /** Work allowed for a KiB, if it is more than a decoder needs. */
  readonly msPerKib?: number;
  /** Talks to a running service: its time is the machine's, so only hanging is a finding. */
  readonly remote?: true;
  /** No valid input is known: give its format a sample. */
  readonly blind?: true;
  /** A valid input, or bytes near one. */
  sample(draw: Draw): Uint8Array;
  /** Bytes that mean something here; spliced into inputs. */
  readonly words?: readonly Uint8Array[];
  /** @returns whether it was accepted: such inputs are mutated further. @throws whatever is a finding */
  run(input: Uint8Array): boolean | Promise<boolean>;
}
