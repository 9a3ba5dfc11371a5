import {parsed, type Schema} from './schemas.ts';

const UNITS = {GB: 1_000_000_000, MB: 1_000_000, KB: 1_000} as const;

/** `500KB`, `50MB` or `2GB` in bytes; null for anything else. */
function parseSize(text: string): number | null {
  const [, count, unit] = /^(\d{1,6}) ?(KB|MB|GB)$/i.exec(text) ?? [];
  return count === undefined ? null : Number(count) * UNITS[unit!.toUpperCase() as keyof typeof UNITS];
}

/** In the largest unit that needs no fraction. */
export function formatSize(bytes: number): string {
  const [unit, size] = Object.entries(UNITS).find(([, each]) => bytes >= each && bytes % each === 0) ?? ['KB', 1_000];
  return `${bytes / size}${unit}`;
}

export function size(min: string, max: string): Schema<number> {
  return parsed(`a size such as 500KB, 50MB or 2GB, from ${min} to ${max}`, (text) => {
    const bytes = parseSize(text);
    return bytes !== null && bytes >= parseSize(min)! && bytes <= parseSize(max)! ? bytes : null;
  });
}
