/**
 * Why a Node of this version can't run the program, and what to do, in one line; null if it can.
 * Says what package.json's `engines` says.
 */
export function nodeFault(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 14) || major >= 24) return null;
  return `Node ${version} cannot run this: use 24 or later, 22.14 or later of 22, or 20.19 or later of 20`;
}
