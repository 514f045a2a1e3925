import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';

const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-live', '');
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test.describe(() => {
  test.use({ ownServer: true });

  test('an officer has the evaluation run now and sees what it did', { tag: '@no-js' }, async ({ page }) => {
    await page.goto('/settings/jobs');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('定时任务');
    const evaluation = card(page, '判定预警');
    await expect(evaluation).toContainText('每小时整点');
    // What was due when the server started.
    await expect(async () => {
      await page.reload();
      await expect(evaluation.locator('.run-state')).toHaveText('完成');
      await expect(card(page, '时限提醒').locator('.run-state')).toHaveText('完成');
    }).toPass();
    await expect(evaluation).toContainText('按时间表');

    await evaluation.getByText('立即执行').click();
    await evaluation.getByRole('button', { name: '确认执行' }).click();
    await expect(evaluation).toContainText('要求执行');
    await expect(evaluation).toContainText('判定 1 天');
    const runs = page.getByRole('region', { name: '执行记录' }).last().locator('tbody tr');
    await expect(runs.first()).toContainText('判定预警');
    await expect(runs.first()).toContainText('要求执行');
    await page.getByRole('link', { name: '只看未完成的' }).click();
    await expect(page.getByText('还没有这样的执行记录。')).toBeVisible();

    // Its name stands in the trail.
    await page.getByRole('link', { name: '全部', exact: true }).click();
    await expect(runs.first()).toContainText('判定预警');
  });

  test('a run that was asked for is told at once', async ({ page }) => {
    await page.goto('/settings/jobs');
    await live(page);
    await card(page, '清理').getByText('立即执行').click();
    await card(page, '清理').getByRole('button', { name: '确认执行' }).click();
    await expect(page.getByRole('status').filter({ hasText: '清理' })).toContainText('没有需要清理的');
  });
});

test.describe(() => {
  test.use({ role: 'auditor' });

  test('the auditor sees the jobs and cannot run them', async ({ page, context, server }) => {
    await page.goto('/settings/jobs');
    await expect(card(page, '判定预警')).toContainText('下次');
    await expect(page.getByText('立即执行')).toHaveCount(0);
    const answer = await context.request.post(`${server.url}/ui/run_job`, { form: { job: 'evaluation' } });
    expect(answer.status()).toBe(403);
    // The room of the settings is here; its pages have a way between them.
    const rooms = page.getByRole('navigation').filter({ has: page.getByRole('link', { name: '总览' }) });
    await expect(rooms.getByRole('link', { name: '设置' })).toHaveAttribute('aria-current', 'true');
    const pages = page.getByRole('navigation', { name: '设置' });
    await expect(pages.getByRole('link', { name: '定时任务' })).toHaveAttribute('aria-current', 'page');
    await pages.getByRole('link', { name: '工作日历' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('工作日历');
    await expect(pages.getByRole('link', { name: '工作日历' })).toHaveAttribute('aria-current', 'page');
  });
});

test.describe(() => {
  test.use({ role: 'enterprise_clerk', expectedErrors: /status of 403/ });

  test('an enterprise is refused', async ({ page }) => {
    expect((await page.goto('/settings/jobs'))?.status()).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有权限查看');
  });
});

for (const [lang, colorScheme] of [['zh', 'light'], ['en', 'dark']] as const) {
  test(`is accessible: ${lang}, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/settings/jobs?lang=${lang}`);
    await live(page);
    await page.locator('summary').first().click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}

test('does not scroll sideways and leaves no text in the other language', async ({ page }) => {
  for (const [width, height] of [[390, 844], [320, 640], [720, 450], [1060, 800], [1440, 900]] as const) {
    await page.setViewportSize({ width, height });
    for (const lang of ['zh', 'en']) {
      await page.goto(`/settings/jobs?lang=${lang}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${lang} ${width}`).toBeLessThanOrEqual(width);
    }
  }
  expect(await page.locator('#main').innerText()).not.toMatch(/\p{Script=Han}/u);
});
