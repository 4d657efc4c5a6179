// Texts that the package carries and the worker reads when it needs them, so that it starts without them.

/** @param url of our own package @throws if there is no such file */
export async function readOwnFile(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error('the package has no such file');
  return response.text();
}
