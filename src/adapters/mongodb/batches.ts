const BATCH_BYTES = 4_000_000;
const BATCH_PARTS = 1_000;

/** Cuts sealed parts into what one write may carry. */
export function* batches<Part extends {readonly sealed: Uint8Array}>(parts: Iterable<Part>): Generator<Part[]> {
  let [batch, bytes]: [Part[], number] = [[], 0];
  for (const part of parts) {
    if (batch.length > 0 && (bytes + part.sealed.length > BATCH_BYTES || batch.length === BATCH_PARTS)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(part);
    bytes += part.sealed.length;
  }
  if (batch.length > 0) yield batch;
}
