import { expect, test } from '../fixtures';

// That the console stays free of errors is checked for every test, in fixtures.ts.
test('the first page opens and everything it loads is there', { tag: '@no-js' }, async ({ page, javaScriptEnabled }) => {
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(`${response.status()} ${response.url()}`);
  });
  const program = javaScriptEnabled === false ? undefined : page.waitForResponse(/\/pkg\/baogong\.wasm$/);
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await expect(page.locator('body')).not.toBeEmpty();
  if (program) {
    await (await program).finished();
    // Time for it to start and to complain: a failed hydration shows in the console only.
    await page.waitForTimeout(500);
  }
  expect(missing).toEqual([]);
});
