// Keeps a part that cannot be drawn from taking the rest of the page with it.
import { Component, type ComponentChildren } from 'preact';

interface BoundaryProps {
  /** Shown in place of the part. What was thrown is not: it may hold words of others. */
  instead: ComponentChildren;
  children: ComponentChildren;
}

export class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render({ instead, children }: BoundaryProps): ComponentChildren {
    return this.state.failed ? instead : children;
  }
}
