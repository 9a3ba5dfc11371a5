/** Signs what leaves the service for an auditor (Ed25519 over SHA-256). The private key stays inside. */
export type AuditSigner = {
  /** DER (SPKI), base64. */
  readonly publicKey: string;
  /** SHA-256 of that DER, hex: what an auditor is told by another way. */
  readonly fingerprint: string;
  /** SHA-256, in pieces. */
  newDigest(): {update(text: string): unknown; digest(encoding: 'hex'): string};
  /** Of a text as UTF-8; base64. */
  sign(text: string): string;
};
