import AxeBuilder from '@axe-core/playwright';
import { expect, signIn, test } from '../fixtures';

test.use({ role: 'auditor', ownServer: true });

test('the trail is searched, read and checked', { tag: '@no-js' }, async ({ page, context, server }) => {
  // Somebody who asks for what they may not have leaves a trace.
  const other = await context.request.get(`${server.url}/ui/audit_check`);
  expect(other.status()).toBe(200);
  await signIn(context, server.url, 'enterprise_clerk');
  expect((await context.request.get(`${server.url}/ui/accounts`)).status()).toBe(403);
  await signIn(context, server.url, 'auditor');

  await page.goto('/audit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('审计');
  const rows = page.locator('.audit-table tbody tr');
  await expect(rows.first()).toContainText('demo.auditor');
  await page.getByLabel('操作者').fill('demo.enterprise_clerk');
  await page.getByLabel('操作', { exact: true }).fill('access');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page).toHaveURL(/actor=demo\.enterprise_clerk/);
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('越权被拒');
  await expect(rows.first()).toContainText('accounts');
  await page.getByLabel('从').fill('2026-11-24');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('没有符合条件的记录')).toBeVisible();
  await page.getByRole('link', { name: '清除条件' }).click();
  await page.getByRole('link', { name: '核验完整性' }).click();
  await expect(page.getByRole('status')).toContainText('完整');
});

test('is accessible in both languages and exports what it shows', async ({ page }) => {
  for (const lang of ['zh', 'en']) {
    await page.goto(`/audit?lang=${lang}`);
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /CSV/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
});
