import type { Locator } from 'playwright-core';

/** Looks for refused records in an archive, does something with what is found, and goes back to its sessions. */
export async function foundInArchive(archive: Locator, work: () => Promise<void>): Promise<void> {
  const field = archive.getByRole('combobox', { name: 'Look for records' });
  await field.fill('code:limit-exceeded');
  await field.press('Enter');
  await archive
    .getByRole('listbox', { name: /^Records that were found/ })
    .getByRole('option', { name: /refused/ })
    .first()
    .waitFor();
  await work();
  await field.press('Escape');
  await archive.getByRole('listbox', { name: /^Sessions/ }).waitFor();
}
