// Nominal types: a value of `Brand<Uint8Array, 'RootAddress'>` is bytes at run time and cannot be passed where other
// bytes are wanted.

declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
