import { createHmac } from 'node:crypto';

/** Tells one master key from another, and nothing about either. */
export const masterKeyCheck = (masterKey: Uint8Array): string =>
  createHmac('sha256', masterKey).update('vectorgate master key check').digest('hex');
