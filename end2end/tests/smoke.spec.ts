import { expect, test } from '../fixtures';

// That the console stays free of errors is checked for every test, in fixtures.ts.
test('the first page opens and everything it loads is there', { tag: '@no-js' }, async ({ page }) => {
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(`${response.status()} ${response.url()}`);
  });
  const answer = await page.goto('/', { waitUntil: 'load' });
  expect(answer?.status()).toBe(200);
  await expect(page.locator('body')).not.toBeEmpty();
  expect(missing).toEqual([]);
});
