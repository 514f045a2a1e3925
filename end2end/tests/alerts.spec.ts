import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures';

const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-live', '');
const axe = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
};
/** The row of an alert, by what it is about. */
const row = (page: Page, what: string) => page.locator('.al').filter({ has: page.getByText(what, { exact: true }) }).first();
const groups = (page: Page) => page.locator('.alert-list-panel > form > .alert-list > li, .alert-list-panel > .alert-list > li');
const open = (page: Page, what: string) => page.locator('.al-what a').filter({ hasText: what }).first().click();

const MINE = '新密云檀煤矿 · 电煤';

test('the situation stands in counts, rows and words, causes above what follows from them', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/alerts');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('告警值守');
  await expect(page.locator('.alerts-head .hint')).toHaveText(/^已判定至 11月23日，\d\d:\d\d 完成$/);
  const counts = page.locator('.alert-counts .count');
  await expect(counts).toHaveText([/3\s*I 特别严重/, /7\s*II 严重/, /8\s*III 较重/, /9\s*IV 一般/, /\d+\s*无人认领/, /1\s*静默中/, /0\s*待确认/, /0\s*无法判断/]);
  // The worst first: the mine, with the plants, the county and the city folded under it.
  const first = groups(page).first();
  await expect(first.locator('> .al')).toContainText(MINE);
  await expect(first.locator('> .al')).toContainText('供应中断：只供计划的 0%');
  await expect(first.locator('> .al .al-level')).toHaveText(/I 特别严重/);
  await expect(first.locator('summary')).toHaveText('由此引起 6 条');
  await expect(first.locator('.al-under .al')).toHaveCount(6);
  await expect(first.locator('.al-under')).toContainText('可用 2.8 天');
  // Computed and declared stand apart.
  const load = row(page, '全市 · 最大负荷');
  await expect(load.locator('.al-level > .badge')).toHaveText('III 较重');
  await expect(load.locator('.al-declared')).toHaveText(/已宣布\s*III 较重/);
});

test('what is filtered stays in the address, and each count leads to what it counts', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/alerts');
  const filter = page.getByRole('search', { name: '筛选告警' });
  await filter.getByLabel('种类').selectOption('stock');
  await filter.getByLabel('品种').selectOption('coal.thermal');
  await filter.getByLabel('区县').selectOption('410183');
  await filter.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/kind=stock&level=&item=coal\.thermal&division=410183/);
  await expect(groups(page)).toHaveCount(2);
  await expect(filter.getByLabel('种类')).toHaveValue('stock');
  // The cause is not in this list, so each says what it follows from.
  await expect(groups(page).first()).toContainText(`起因：${MINE} · 缺口`);
  await page.getByRole('link', { name: '恢复默认' }).click();
  await page.locator('.alert-counts').getByRole('link', { name: '静默中' }).click();
  await expect(page).toHaveURL(/\/alerts\?silenced=1$/);
  await expect(groups(page)).toHaveCount(1);
  await expect(groups(page).first()).toContainText('静默至 11月25日 08:00');
  await page.goto('/alerts?kind=implausible');
  await expect(page.locator('#main')).toContainText('没有符合条件的告警');
  await page.goto('/alerts?state=resolved');
  await expect(groups(page).first()).toContainText(/11月11日 10:20 解除/);
});

test('one alert says why, since when, by which rule and what follows', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/alerts');
  await open(page, MINE);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${MINE} · 缺口`);
  const life = page.locator('.alert-life');
  await expect(life).toContainText(/测算级别\s*I 特别严重/);
  await expect(life).toContainText(/宣布级别\s*未宣布/);
  await expect(page.locator('.alert-numbers')).toContainText(/计划供应\s*8,490\s吨/);
  await expect(page.locator('.ruling')).toContainText('视为中断');
  await expect(page.locator('.ruling')).toContainText('15 分钟内无人认领即升级');
  await expect(page.locator('.timeline-list li').first()).toContainText('备注：已电话矿方');
  await expect(page.locator('.timeline-list li').last()).toContainText('首次发现，I 特别严重');
  await expect(page.locator('.consequences .al')).toHaveCount(4);
  await page.locator('.consequences .al-what a').filter({ hasText: '可用 2.8 天' }).click();
  await expect(page.locator('.cause .al')).toContainText(MINE);
  await expect(page.getByRole('img', { name: /库存可用天数/ }).first()).toBeVisible();
});

test('a missing report names the figures, a page of the shift how things stand', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/alerts?kind=overdue');
  await open(page, '高新须水热电');
  await expect(page.locator('.missing-table tbody tr')).toHaveCount(15);
  await expect(page.locator('.missing-table tbody tr').first()).toContainText(/实收\s*11月18日\s*11月19日 10:00/);
  await page.goto('/alerts/shift');
  await expect(page.locator('.standing').first()).toContainText(/I 特别严重\s*3/);
  await expect(page.locator('.notes li').first()).toContainText('李值班 → 陈主任');
});

test.describe('as of an instant', () => {
  test('the list and a page say what was known then, and nothing can be done', { tag: '@no-js' }, async ({ page }) => {
    await page.goto('/alerts?as_of=2026-11-09T09:00');
    await expect(page.locator('.as-of-band')).toContainText('11月9日 09:00');
    await expect(page.locator('.al').filter({ hasText: MINE })).toHaveCount(0);
    await expect(row(page, '全市 · 柴油')).toContainText('待确认');
    await expect(page.getByRole('button', { name: /认领/ })).toHaveCount(0);
    await open(page, '全市 · 柴油');
    await expect(page).toHaveURL(/as_of=2026-11-09T09:00$/);
    await expect(page.locator('.timeline-list li')).toHaveCount(1);
    await expect(page.getByRole('button', { name: '添加备注' })).toHaveCount(0);
    await page.getByRole('link', { name: '返回现在' }).click();
    await expect(page.locator('.alert-life')).toContainText('已解除');
  });
});

test.describe('on a site of its own', () => {
  test.use({ ownServer: true, expectedErrors: /status of 4(22|04)|error reaching server to call server function/ });

  test('an officer takes several at once, after being asked', async ({ page }) => {
    await page.goto('/alerts?unclaimed=1');
    await live(page);
    const before = await groups(page).count();
    expect(before).toBeGreaterThan(2);
    await page.getByRole('checkbox', { name: /^选择：/ }).nth(0).check();
    await page.getByRole('checkbox', { name: /^选择：/ }).nth(1).check();
    await expect(page.locator('.choice-count')).toHaveText('已选 2 条');
    const take = page.getByRole('button', { name: '认领所选' });
    await take.click();
    await expect(page.getByText(/^已认领/)).toHaveCount(0);
    await page.getByLabel('我认领所选告警，负责跟进').check();
    await take.click();
    await expect(page.getByText('已认领 2 条。')).toBeVisible();
    await expect(groups(page)).toHaveCount(before - 2);
    await axe(page);
    await page.goto('/alerts?mine=1');
    await expect(page.locator('.al').first()).toContainText('李值班 认领');
  });

  test('an officer silences, comments, declares; the supplier confirms; the auditor sees it all', async ({ page, context, server }) => {
    await page.goto('/alerts?kind=gap&item=gas.pipeline');
    await live(page);
    await open(page, '全市 · 天然气');
    const address = page.url();

    await page.locator('summary').filter({ hasText: '静默' }).click();
    await page.getByLabel('明早（11月24日 08:00）').check();
    await page.getByLabel('原因').fill('上游检修，明早恢复');
    await page.getByRole('button', { name: '静默', exact: true }).click();
    await expect(page.locator('.alert-life')).toContainText('静默至 11月24日 08:00');
    await expect(page.locator('.alert-life')).toContainText('上游检修，明早恢复');

    await page.getByLabel('备注').fill('已与燃气公司核对日指定量');
    await page.getByRole('button', { name: '添加备注' }).click();
    await expect(page.locator('.timeline-list')).toContainText('备注：已与燃气公司核对日指定量');

    await page.locator('summary').filter({ hasText: '宣布级别' }).click();
    await page.getByRole('radio', { name: /II 严重/ }).check();
    const confirm = page.getByLabel('我确认依上述文件宣布：全市 天然气 II 严重；措施：错峰 → 避峰 → 限气');
    await page.getByLabel('文号').fill('保供办〔2026〕18号');
    await confirm.check();
    await page.getByRole('button', { name: '宣布级别' }).click();
    await expect(page.locator('.declared-one')).toContainText('文号 保供办〔2026〕18号');
    await expect(page.locator('.alert-life')).toContainText(/测算级别\s*III 较重\s*宣布级别\s*II 严重/);
    await expect(page.locator('.measures > li')).toHaveText([/错峰/, /避峰/, /限气/]);
    await axe(page);

    // The power company confirms what was declared of its load; of gas it is told and has no button.
    await signIn(context, server.url, 'supplier_clerk');
    await page.goto('/alerts');
    await live(page);
    const waiting = page.locator('.to-confirm');
    await expect(waiting).toContainText('全市 · 最大负荷');
    await expect(waiting).not.toContainText('天然气');
    await expect(page.locator('.declared').filter({ hasText: '生效中' })).toContainText('天然气');
    await waiting.getByRole('button', { name: '确认已落实：避峰（供应单位）' }).click();
    await expect(page.getByText('已确认。')).toBeVisible();
    await expect(page.getByRole('button', { name: /^确认已落实/ })).toHaveCount(0);
    await expect(page.locator('.declared').filter({ hasText: '最大负荷' })).toContainText(/避峰\s*供应单位\s*王填报 已确认/);

    await signIn(context, server.url, 'auditor');
    await page.goto(address);
    await expect(page.locator('.timeline-list')).toContainText('静默至 11月24日 08:00：上游检修，明早恢复');
    await expect(page.locator('.timeline-list')).toContainText('宣布 II 严重（保供办〔2026〕18号）');
    await expect(page.locator('.timeline-list')).toContainText('已与燃气公司核对日指定量');
    // It may print, and nothing else.
    await expect(page.locator('#main').getByRole('button')).toHaveText(['打印']);
    await page.goto('/alerts');
    await expect(page.locator('.pick')).toHaveCount(0);
    await expect(page.locator('#main').getByRole('button')).toHaveText(['查看']);

    // A plant neither sees it in its list nor by its address.
    await signIn(context, server.url, 'enterprise_clerk');
    await page.goto('/alerts');
    await expect(page.locator('#main')).not.toContainText(MINE);
    await expect(page.locator('#main')).not.toContainText('新密青屏热电');
    await expect(page.locator('#main')).not.toContainText('上游检修');
    await expect(page.locator('.pick')).toHaveCount(0);
  });

  test('the declared level ends by a document, an officer hands the shift over', async ({ page }) => {
    await page.goto('/alerts');
    await live(page);
    await open(page, '全市 · 最大负荷');
    await page.locator('summary').filter({ hasText: '解除宣布' }).click();
    await page.getByLabel('解除文号或原因').fill('保供办〔2026〕19号');
    await page.getByRole('button', { name: '解除宣布' }).click();
    await expect(page.locator('.alert-life')).toContainText(/宣布级别\s*未宣布/);
    await expect(page.locator('.timeline-list')).toContainText('解除宣布的 III 较重（保供办〔2026〕19号）');

    await page.goto('/alerts/shift');
    await live(page);
    await page.getByRole('combobox', { name: '接班人' }).fill('陈主任');
    await page.getByLabel('交接内容').fill('负荷预警已解除，煤矿仍停产');
    await page.getByLabel('我已与接班人当面或电话交清').check();
    await page.getByRole('button', { name: '交班', exact: true }).click();
    await expect(page.locator('.notes li').first()).toContainText('负荷预警已解除，煤矿仍停产');
    await axe(page);
  });
});

test.describe('another enterprise', () => {
  test.use({ role: 'enterprise_clerk', expectedErrors: /status of 40[34]/ });

  test('sees none of it: neither in its list nor by address', async ({ page, context, server }) => {
    await page.goto('/alerts');
    await expect(page.locator('#main')).not.toContainText(MINE);
    await expect(page.locator('.alert-counts .count').first()).toHaveText(/0\s*I 特别严重/);
    await signIn(context, server.url, 'office_officer');
    await page.goto('/alerts');
    const address = await page.locator('.al-what a').filter({ hasText: MINE }).first().getAttribute('href');
    await signIn(context, server.url, 'enterprise_clerk');
    expect((await page.goto(address!))?.status()).toBe(404);
    expect((await page.goto('/alerts/999999'))?.status()).toBe(404);
    expect((await page.goto('/alerts/shift'))?.status()).toBe(403);
  });
});

test('the pages are accessible and fit the screen', async ({ page }, testInfo) => {
  for (const address of ['/alerts', '/alerts?lang=en', '/alerts/shift']) {
    await page.goto(address);
    await live(page);
    await axe(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${address} on ${testInfo.project.name}`).toBeLessThanOrEqual(0);
  }
  await page.goto('/alerts?lang=zh');
  await open(page, MINE);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(MINE);
  for (const summary of await page.locator('.act > summary').all()) await summary.click();
  await axe(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test('on paper one alert is one or two pages without what can only be clicked', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name === 'phone', 'paper is paper');
  await page.goto('/alerts');
  await open(page, MINE);
  await live(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(MINE);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.masthead', '.alert-acts', '.alert-links', '.print-button', '.as-of', '.act']) {
    for (const part of await page.locator(hidden).all()) await expect(part).toBeHidden();
  }
  await expect(page.locator('.alert-life')).toBeVisible();
  await expect(page.locator('.ruling')).toBeVisible();
  expect(await page.locator('.alert-head .badge').first().evaluate((b) => getComputedStyle(b).color)).toBe('rgb(0, 0, 0)');
  await testInfo.attach('print.png', { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const pages = Number(/\/Type\s*\/Pages[^>]*?\/Count\s+(\d+)/.exec(pdf)?.[1] ?? /\/Count\s+(\d+)/.exec(pdf)?.[1]);
  expect(pages).toBeGreaterThanOrEqual(1);
  expect(pages).toBeLessThanOrEqual(2);
});
