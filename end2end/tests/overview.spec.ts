import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';

const item = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

/** When the browser has taken the page over: what fails at that moment stands in the console. */
const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-live', '');

test('says of when the data are, in which season, and that they are not real', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/保供/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const status = page.locator('.status');
  await expect(status).toContainText('2026年11月23日 周一');
  await expect(status).toContainText('迎峰度冬');
  await expect(status).toContainText('剩余 113 天');
  await expect(status).toContainText(/数据取自 ?\d\d:\d\d/);
  await expect(status).toContainText('模拟数据');
});

test('shows every item with its numbers of today and fifteen days of levels', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  const names = ['电量', '最大负荷', '电煤', '工业用煤', '天然气', '柴油', '汽油', '铁路', '公路运力', '用地指标'];
  const table = page.locator('table.items');
  await expect(table.getByRole('rowheader')).toHaveCount(names.length);
  for (const name of names) {
    const row = table.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
    const [demand, supply, gap, ratio, level] = await row.getByRole('cell').allInnerTexts();
    // A number as people write it, or the mark that it is unknown; never an empty place.
    for (const number of [demand, supply, gap]) expect(number).toMatch(/(^|\n)([\d,]+(\.\d+)?|—)/);
    expect(ratio).toMatch(/[\d.]+%|—/);
    expect(level).toMatch(/(I|II|III|IV) (特别严重|严重|较重|一般)|正常|未知/);
    const words = await row.locator('.cell').allInnerTexts();
    expect(words).toHaveLength(15);
    // Each day says its level in words, not by colour alone.
    for (const day of words) expect(day).toMatch(/(I|II|III|IV) (特别严重|严重|较重|一般) <?[\d.]+%|正常|未知/);
  }
});

test('the counts agree with the alerts, and the worst come first', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  const rank = ['特别严重', '严重', '较重', '一般'];
  // Those in the folded rest too.
  const listed = await page.locator('.alerts .alert-level .word').evaluateAll((words) => words.map((w) => w.textContent ?? ''));
  const ranks = listed.map((word) => rank.indexOf(word));
  expect(ranks.length).toBeGreaterThan(0);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  for (const [index, colour] of ['red', 'orange', 'yellow', 'blue'].entries()) {
    const count = await page.locator(`.count-${colour} strong`).innerText();
    expect(Number(count), colour).toBe(ranks.filter((r) => r === index).length);
  }
  await expect(page.locator('.count-unknown strong')).toHaveText(/^[\d,]+$/);
});

test('an alert says whom, what, how much and when', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  const stock = page.locator('.alert').filter({ hasText: /库存可用 [\d.]+ 天/ }).first();
  await expect(stock.getByRole('rowheader')).toContainText(/\S/);
  await expect(stock.locator('.alert-of').getByRole('link')).toHaveAttribute('href', /^\/items\//);
  // The alert itself, and the figures that it is judged by.
  await expect(stock.getByRole('rowheader').getByRole('link').first()).toHaveAttribute('href', /^\/alerts\?item=[\w.]+(&(division|party)=|$)/);
  await expect(stock.locator('.alert-much').getByRole('link')).toHaveAttribute('href', /^\/figures\?item=[\w.]+&scope=/);
  await expect(stock.locator('.alert-much')).toContainText(/存\s[\d,.]+\s吨/);
  const gap = page.locator('.alert').filter({ hasText: /缺\s[\d,.]+\s\S/ }).first();
  await expect(gap.locator('.alert-much')).toContainText(/[\d.]+%/);
  await expect(gap.locator('.alert-period')).toContainText(/月/);
});

test('on a phone the alerts come before the items', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name !== 'phone');
  await page.goto('/');
  const top = async (selector: string) => (await page.locator(selector).boundingBox())!.y;
  expect(await top('.counts')).toBeLessThan(await top('.alerts'));
  expect(await top('.alerts')).toBeLessThan(await top('.balances'));
});

test('leads to an item and back', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  await page.getByRole('row').getByRole('link', { name: '天然气', exact: true }).last().click();
  await expect(page).toHaveURL(/\/items\/gas\.pipeline$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('天然气');
  await page.locator('.crumbs').getByRole('link', { name: '总览' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('今日供需总览');
});

test('switches the language for this page and the following ones', { tag: '@no-js' }, async ({ page, baseURL }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Supply situation today');
  await expect(page.locator('.status')).toContainText('Mon 23 Nov 2026');
  await expect(item(page, 'Thermal coal').first()).toBeVisible();
  // The cookie remembers it where the address says nothing.
  await page.goto('/items/coal.thermal');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Thermal coal');
  const cookie = (await page.context().cookies(baseURL)).find((c) => c.name === 'lang');
  expect(cookie).toMatchObject({ value: 'en', path: '/', sameSite: 'Lax' });
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page).toHaveURL(/\/items\/coal\.thermal\?lang=zh$/);
});

test('no text is left in the other language', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/?lang=en');
  const main = page.locator('#main');
  const foreign = await main.evaluate((node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (/\p{Script=Han}/u.test(text.textContent ?? '') && !text.parentElement?.closest('[lang="zh-CN"]')) found.push(text.textContent!);
    }
    return found;
  });
  expect(foreign).toEqual([]);
});

for (const lang of ['zh', 'en']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible: ${lang}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`/?lang=${lang}`);
      await live(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
    });
  }
}

for (const [width, height] of [[390, 844], [320, 640], [720, 450], [1060, 800], [1280, 800], [1366, 768], [1440, 900]] as const) {
  test(`does not scroll sideways at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const lang of ['zh', 'en']) {
      await page.goto(`/?lang=${lang}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), lang).toBeLessThanOrEqual(width);
      // Nothing lies over its neighbour either.
      const beyond = await page.locator('.panel, .balances .scroll').evaluateAll((panels) => panels.filter((p) => p.scrollWidth > p.clientWidth).length);
      expect(beyond, lang).toBe(0);
    }
  });
}

test('the browser takes the page over without reloading it', async ({ page }) => {
  await page.goto('/');
  await live(page);
  await page.evaluate(() => ((globalThis as { kept?: boolean }).kept = true));
  await page.getByRole('row').getByRole('link', { name: '电煤', exact: true }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('电煤');
  await expect(page).toHaveTitle(/电煤/);
  expect(await page.evaluate(() => (globalThis as { kept?: boolean }).kept)).toBe(true);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('今日供需总览');
});

test.describe('when the server stops answering', () => {
  test.use({ expectedErrors: /Failed to (load resource|fetch)|error reaching server/ });

  test('a page left open says how old it is, and recovers by itself', async ({ page }) => {
    await page.clock.install();
    await page.goto('/');
    await live(page);
    const lost = page.getByRole('status');
    await expect(lost).toBeEmpty();
    await page.route('**/ui/**', (route) => route.abort());
    await page.clock.runFor('01:01');
    await expect(lost).toContainText(/失去联系.*\d\d:\d\d 的数据/);
    // The last numbers stay.
    await expect(page.locator('table.items').getByRole('rowheader')).toHaveCount(10);
    await page.unroute('**/ui/**');
    await page.clock.runFor('01:01');
    await expect(lost).toBeEmpty();
  });
});
