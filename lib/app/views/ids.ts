// The ids by which pages name relationships and messages. Views are plain, JSON-safe values that the worker makes: no
// key, address or ciphertext is in any; a password is in the answer to `revealPassword` alone.

/** A relationship's id: hex of 16 random bytes that exist on this device only. */
export type RelationshipId = string;

export type MessageId = string;
