// As much of papaparse as is used. The types that the registry has of it bring those of Node, which the pure layers
// must not see; tsconfig.pure.json leads here instead.
interface ParseSettings {
  readonly delimiter: string;
  readonly newline: '\n';
  readonly quoteChar: string;
  readonly header: false;
  /** At most that many rows; 0: all. */
  readonly preview: number;
}
declare const papaparse: {
  parse(
    text: string,
    settings: ParseSettings,
  ): {
    readonly data: readonly string[][];
    readonly errors: readonly { readonly row?: number; readonly code: string }[];
  };
};

// biome-ignore lint/style/noDefaultExport: it is the package's
export default papaparse;
