import AxeBuilder from '@axe-core/playwright';
import { expect, signIn, test } from '../fixtures';

test.use({ ownServer: true });

// A value that is not sensible is answered by 422.
const UNREAD = /status of 422/;
const RULE = '/settings/rules?setting=rule:electricity.energy:winter';

test.describe('the office', () => {
  test.use({ expectedErrors: UNREAD });

  test('an officer proposes a rule after its replay, the head approves it, the auditor sees by whom', async ({ page, context, server }) => {
  await page.goto('/settings/rules');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('季节与规则');
  await expect(page.getByText('没有待批准的改动')).toBeVisible();
  await page.getByRole('link', { name: '修改 电量 · 迎峰度冬' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('电量 · 迎峰度冬');

  // What is not sensible is said with its field, and nothing is offered to be saved.
  await page.getByLabel('缺口黄线').fill('30');
  await page.getByRole('button', { name: '试算' }).click();
  await expect(page.getByRole('alert')).toContainText('缺口橙线：不能低于前一级的线');
  await expect(page.getByRole('button', { name: '提交，待批准' })).toHaveCount(0);

  await page.getByLabel('缺口黄线').fill('1');
  await page.getByLabel('持续天数').fill('2');
  await page.getByRole('button', { name: '试算' }).click();
  const replay = page.getByRole('region', { name: '试算结果' });
  await expect(replay.getByText('缺口黄线：5% → 1%')).toBeVisible();
  await expect(replay.getByText(/其中 130 天的判断会受影响/)).toBeVisible();
  await expect(replay.locator('.replay-counts tbody tr')).toHaveCount(4);
  const spells = replay.locator('.replay-spells tbody tr');
  expect(await spells.count()).toBeGreaterThan(0);
  await expect(spells.filter({ hasText: '升级' }).first()).toBeVisible();

  // Nothing is saved as yet.
  const before = await context.request.get(`${server.url}/ui/rules`);
  expect((await before.json()).pending).toEqual([]);
  await page.getByLabel('理由').fill('今冬从严');
  await page.getByRole('button', { name: '提交，待批准' }).click();
  await expect(page.getByText('已提交，等负责人批准')).toBeVisible();
  // An officer approves nothing.
  const refused = await context.request.post(`${server.url}/ui/approve_setting`, { form: { id: '1' } });
  expect(refused.status()).toBe(403);

  await signIn(context, server.url, 'office_head');
  await page.goto('/settings/rules');
  await expect(page.locator('.proposals')).toContainText('缺口黄线：5% → 1%');
  await page.getByRole('link', { name: '看试算并决定' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-live', '');
  await expect(page.getByRole('region', { name: '试算结果' }).locator('.replay-spells tbody tr').first()).toBeVisible();
  await page.getByLabel('我已看过试算结果').check();
  await page.getByRole('button', { name: '批准', exact: true }).click();
  await expect(page.getByText('已批准，现已生效')).toBeVisible();

  await signIn(context, server.url, 'auditor');
  await page.goto('/settings/rules');
  const row = page.locator('.rules-table tr', { has: page.getByRole('link', { name: '查看 电量 · 迎峰度冬' }) });
  await expect(row).toContainText('第 2 版');
  await expect(row).toContainText('demo.office_head');
  await page.goto(RULE);
  await expect(page.getByText('您可以查看，不能改动')).toBeVisible();
  await expect(page.getByRole('button', { name: '试算' })).toHaveCount(0);
  const history = page.locator('.versions > li');
  await expect(history).toHaveCount(2);
  await expect(history.first()).toContainText('持续天数：1 天 → 2 天');
  await expect(history.first()).toContainText('今冬从严 · demo.office_officer');
  await expect(history.last()).toContainText('系统初始值');
  });
});

test.describe('the head', () => {
  test.use({ role: 'office_head' });

  test('extends the winter by a document, and a proposal on an older version cannot be approved', async ({ page, context, server }) => {
    await page.goto('/settings/rules');
    await expect(page.locator('.status-season')).toContainText('剩余 113 天');
    await page.getByRole('link', { name: '按文号调整 2026/27' }).click();
    await page.getByLabel('结束日期').fill('2027-03-31');
    await page.getByLabel('依据').fill('市政府决定延长供暖');
    await page.getByRole('button', { name: '试算' }).click();
    // All of it lies ahead: nothing that has passed is judged otherwise.
    await expect(page.getByRole('region', { name: '试算结果' })).toContainText('没有一天会换一种判断');
    await page.getByLabel('理由').fill('寒潮');
    await page.getByLabel('我已看过试算结果').check();
    await page.getByRole('button', { name: '批准并生效' }).click();
    // The document is asked for by the form itself.
    await expect(page.getByText('已批准，现已生效')).toHaveCount(0);
    await page.getByLabel('文号').fill('郑政办〔2026〕31号');
    await page.getByRole('button', { name: '批准并生效' }).click();
    await expect(page.getByText('已批准，现已生效')).toBeVisible();
    await page.goto('/settings/rules');
    await expect(page.locator('.status-season')).toContainText('剩余 129 天');
    await expect(page.locator('.occurrences').first()).toContainText('按 郑政办〔2026〕31号 调整 · 第 1 版');

    // Two people propose on the same version: who is approved second is told.
    await signIn(context, server.url, 'office_officer');
    for (const days of ['2', '3']) {
      const values = (await (await context.request.get(`${server.url}/ui/setting?key=watch:winter`)).json()).setting.values;
      const form = Object.fromEntries(Object.entries({ ...values, hold_days: days }).map(([k, v]) => [`values[${k}]`, String(v)]));
      const answer = await context.request.post(`${server.url}/ui/propose_setting`, {
        form: { key: 'watch:winter', base: '1', document: '', reason: '试', ...form },
      });
      expect(answer.ok()).toBe(true);
    }
    await signIn(context, server.url, 'office_head');
    await page.goto('/settings/rules');
    await page.getByRole('link', { name: '看试算并决定' }).first().click();
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
    await expect(page.getByText('这类设置不改变任何级别')).toBeVisible();
    await page.getByLabel('我已看过试算结果').check();
    await page.getByRole('button', { name: '批准', exact: true }).click();
    await expect(page.getByText('已批准，现已生效')).toBeVisible();
    await page.goto('/settings/rules');
    await expect(page.getByText('已有新版本，不能再批准')).toBeVisible();
    await page.getByRole('link', { name: '看试算并决定' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
    await expect(page.getByRole('button', { name: '批准', exact: true })).toHaveCount(0);
    await page.getByLabel('理由').fill('已有新版');
    await page.getByRole('button', { name: '不批准' }).click();
    await expect(page.getByText('已退回，未作改动')).toBeVisible();
  });
});

test.describe('somebody else', () => {
  test.use({ role: 'enterprise_clerk', expectedErrors: /status of 403/ });

  test('sees none of it', async ({ page, context, server }) => {
    const answer = await page.goto('/settings/rules');
    expect(answer?.status()).toBe(403);
    await expect(page.locator('.rules-table')).toHaveCount(0);
    for (const path of ['/ui/rules', '/ui/setting?key=watch:winter', '/ui/replay?ask[key]=watch:winter&ask[proposal]=0']) {
      expect((await context.request.get(server.url + path)).status(), path).toBe(403);
    }
  });
});

test('is accessible in both languages, and fits a telephone', async ({ page, context, server }) => {
  // Two dozen pages, each looked at whole.
  test.setTimeout(180_000);
  const values = (await (await context.request.get(`${server.url}/ui/setting?key=rule:electricity.energy:winter`)).json()).setting.values;
  const draft = new URLSearchParams({ ...values, gap_yellow: '1', pending_days: '2' });
  const form = Object.fromEntries([...draft].map(([k, v]) => [`values[${k}]`, v]));
  await context.request.post(`${server.url}/ui/propose_setting`, {
    form: { key: 'rule:electricity.energy:winter', base: '1', document: '文〔2026〕1号', reason: '试', ...form },
  });
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    await page.setViewportSize({ width, height });
    for (const lang of ['zh', 'en']) {
      for (const path of [
        '/settings/rules?x=1',
        RULE,
        `${RULE}&replay=1&${draft}`,
        '/settings/rules?proposal=1',
        '/settings/rules?setting=season:winter:2026',
        '/settings/rules?setting=watch:winter',
      ]) {
        await page.goto(`${path}&lang=${lang}`);
        await expect(page.locator('html')).toHaveAttribute('data-live', '');
        expect((await new AxeBuilder({ page }).analyze()).violations, `${path} ${lang}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} ${lang}`).toBeLessThanOrEqual(width);
      }
    }
  }
});
