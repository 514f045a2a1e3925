// How sure a number is: from a gap to the figures and people behind it, and what was known at an earlier instant.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures';
import { today } from '../server';

const PLANT = 'ZZ-PLANT-01';
const DEMAND = { item: 'coal.thermal', measure: 'demand', supplier: null, consumer: PLANT };
const OF_PLANT = `/figures?item=coal.thermal&scope=party%3A${PLANT}&from=${today}&to=${today}`;

/** The office's time of day on the day of the tests, to the second, as an address takes it. */
const instant = () => `${today}T${new Date().toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' })}`;

const accessible = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
};

/** The page is no wider than the screen. */
const fits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

/** Reports the plant's demand of today as whoever has signed in; what was there is overwritten. */
async function report(page: Page, value: string): Promise<void> {
  const send = async (base: number) => {
    const edit = { subject: DEMAND, period: today, value, base, note: '机组临时检修', reason: '更正', confirmed: true };
    const answer = await page.request.post('/ui/save_cells', { data: { edits: [edit] } });
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { Saved?: unknown; Conflict?: { revision: number } }[])[0];
  };
  const first = await send(0);
  if (first.Conflict) expect(await send(first.Conflict.revision)).toHaveProperty('Saved');
  else expect(first).toHaveProperty('Saved');
}

test('leads from a gap to the figures behind it, whose sums agree', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  const row = page.locator('table.items').getByRole('row').filter({ has: page.getByRole('link', { name: '电煤', exact: true }) });
  const demand = await row.getByRole('cell').nth(0).locator('a').innerText();
  // Who updated it when stands beside it, both ways.
  await expect(row.locator('.updated')).toHaveText(/^更新 (刚刚|\d+ (分钟|小时|天)前) · \d\d-\d\d \d\d:\d\d$/);
  await row.getByRole('cell').nth(2).locator('a').click();
  await expect(page).toHaveURL(new RegExp(`/figures\\?item=coal.thermal&scope=city&from=${today}&to=${today}$`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('电煤 · 全市 · 11月23日 周一');
  const sums = page.locator('.sums .number');
  const now = sums.filter({ has: page.locator('dt', { hasText: /^需求$/ }) }).locator('.now');
  // The overview rounds to one decimal, this page not at all.
  const number = (text: string) => Number(text.replaceAll(',', ''));
  expect(Math.abs(number(await now.innerText()) - number(demand))).toBeLessThanOrEqual(0.05);
  const figures = page.locator('.figures-table tbody tr');
  await expect(figures.first()).toContainText('需求');
  expect(await figures.count()).toBeGreaterThan(20);
  // The parts of demand add up to it.
  await page.goto(`/figures?item=coal.thermal&scope=city&from=${today}&to=${today}&measure=demand`);
  const parts = await page.locator('.figures-table tbody tr td:nth-child(5)').evaluateAll((cells) =>
    cells.map((cell) => Number((cell.lastChild?.textContent ?? '').replaceAll(',', ''))),
  );
  const total = parts.reduce((sum, part) => sum + part, 0);
  expect(Math.abs(total - number(await now.innerText()))).toBeLessThan(0.001 * parts.length);
});

test('a plan that a delivery stands for is listed and not counted', async ({ page }) => {
  await page.goto('/figures?item=coal.thermal&scope=city&from=2026-11-21&to=2026-11-21&measure=plan');
  await expect(page.locator('.figures-table tr.is-left').first()).toContainText(/未计入：(已报实际供应|以需求单位实收为准)/);
  await expect(page.locator('.sums')).toContainText(/已报 [\d,.]+ · 计划 [\d,.]+/);
});

test('a late report leaves a range, and words say whose it is', { tag: '@no-js' }, async ({ page }) => {
  // Ten past ten: the reports of the day before are overdue, and one supplier's is not there.
  await page.goto('/items/fuel.diesel?as_of=2026-11-18T10:10');
  const why = page.locator('.today .explanation').filter({ hasText: '11月17日 周二' });
  await expect(why).toHaveText(/^11月17日 周二：缺口 0～[\d,.]+，最高可达 I 特别严重。豫中能源销售（示例） 逾期未报实际供应，暂按计划计；若全未供应，即为上限。$/);
  await page.getByText('逐日数字（表）').click();
  const row = page.locator('.day-table tbody tr').filter({ hasText: '11月17日' });
  await expect(row).toContainText(/0～[\d,.]+/);
  await expect(row).toContainText('最高可达 I 特别严重');
  await expect(row).toContainText('豫中能源销售');
  await expect(row).toContainText(/已报 \d+(\.\d+)?%/);
  // Before ten nothing was overdue yet.
  await page.goto('/items/fuel.diesel?as_of=2026-11-18T09:59');
  await expect(page.locator('.today')).not.toContainText('逾期');
});

for (const [what, address] of [
  ['the figures', OF_PLANT],
  ['the overview of the past', '/?as_of=2026-11-03T09:00'],
  ['an item of the past', '/items/coal.thermal?as_of=2026-11-03T09:00'],
  ['the board of the past', '/board?as_of=2026-11-20T09:00'],
]) {
  for (const lang of ['zh', 'en']) {
    test(`${what} can be read by everybody (${lang})`, async ({ page }) => {
      // Long pages, looked at twice.
      test.slow();
      await page.goto(`${address}${address.includes('?') ? '&' : '?'}lang=${lang}`);
      await expect(page.locator('html')).toHaveAttribute('data-live', '');
      await accessible(page);
      await fits(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await accessible(page);
    });
  }
}

test('a page of the past says so, keeps it in its links and leads back', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/');
  await page.locator('.as-of summary').click();
  await page.getByLabel('截至时间').fill('2026-11-03T09:00');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/\/\?as_of=2026-11-03T09%3A00$/);
  const band = page.getByRole('region', { name: '截至时间' });
  await expect(band).toContainText('以下为 11月3日 09:00 时所知');
  await expect(page.locator('.status')).toContainText('2026年11月3日 周二');
  // Off season still, and today is that day.
  await expect(page.locator('.item-name .updated').first()).not.toContainText(/11-(0[4-9]|[12])/);
  const item = page.locator('table.items').getByRole('link', { name: '电煤', exact: true });
  await expect(item).toHaveAttribute('href', '/items/coal.thermal?as_of=2026-11-03T09%3A00');
  await item.click();
  await expect(band).toContainText('以下为 11月3日 09:00 时所知');
  await expect(page.locator('tr.is-today')).toContainText('11月3日');
  await page.locator('.today .traced').first().click();
  await expect(page).toHaveURL(/\/figures\?item=coal.thermal&scope=city&from=2026-11-03&to=2026-11-03&measure=demand&as_of=2026-11-03T09%3A00$/);
  await expect(band).toContainText('以下为 11月3日 09:00 时所知');
  await band.getByRole('link', { name: '返回现在' }).click();
  await expect(page).toHaveURL(/\/figures\?item=coal.thermal&scope=city&from=2026-11-03&to=2026-11-03&measure=demand$/);
  await expect(band).toHaveCount(0);
});

test('nothing is done about what was', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/board/ZZ-PLANT-08?from=2026-11-17&to=2026-11-20');
  await expect(page.locator('form button[type=submit]')).not.toHaveCount(1);
  await page.goto('/board/ZZ-PLANT-08?from=2026-11-17&to=2026-11-20&as_of=2026-11-20T15:00');
  await expect(page.getByRole('region', { name: '截至时间' })).toContainText('以下为 11月20日 15:00 时所知');
  await expect(page.locator('main form button[type=submit]')).toHaveCount(1);
});

test.describe('an instant that cannot be', () => {
  test.use({ expectedErrors: /status of 422/ });

  for (const [as_of, words] of [
    ['2027-01-01T09:00', '截至时间还没有到'],
    ['yesterday', '不是时刻'],
  ]) {
    test(`${as_of} is refused in words`, { tag: '@no-js' }, async ({ page }) => {
      for (const address of ['/?', '/items/coal.thermal?', '/board?', `${OF_PLANT}&`]) {
        const answer = await page.goto(`${address}as_of=${as_of}`);
        expect(answer!.status()).toBe(422);
        await expect(page.getByRole('main')).toContainText(words);
      }
    });
  }
});

test.describe('a revision', () => {
  test.use({ ownServer: true, role: 'enterprise_clerk' });

  test('shows the old number before it and the new one after it, and who entered each', async ({ page, context, server }) => {
    await report(page, '1234.5');
    await page.waitForTimeout(1100);
    const before = instant();
    await page.waitForTimeout(1100);
    await report(page, '2345.5');
    await signIn(context, server.url, 'office_officer');
    const demand = page.locator('.figures-table tbody tr').filter({ has: page.getByRole('rowheader', { name: '需求' }) }).filter({ hasText: '11月23日' });
    await page.goto(OF_PLANT);
    await expect(demand).toContainText('2,345.5');
    await expect(demand).toContainText('孙电厂');
    await expect(demand).toContainText('填报台');
    await expect(demand).toContainText('备注：机组临时检修');
    await demand.locator('summary').click();
    await expect(demand.locator('.history li').first()).toContainText('2,345.5');
    await expect(demand.locator('.history li').nth(1)).toContainText('1,234.5');
    await page.goto(`${OF_PLANT}&as_of=${before}`);
    await expect(demand).toContainText('1,234.5');
    await expect(page.locator('main')).not.toContainText('2,345.5');
    // The item's page too: its demand differs by the difference.
    const number = async (address: string) => {
      await page.goto(address);
      const tile = page.locator('.numbers .number').filter({ has: page.locator('dt', { hasText: /^需求$/ }) });
      return Number((await tile.locator('.now').innerText()).replaceAll(',', ''));
    };
    const [then, now] = [await number(`/items/coal.thermal?as_of=${before}`), await number('/items/coal.thermal')];
    expect(now - then).toBeCloseTo(1111, 2);
  });
});

test.describe('another enterprise', () => {
  test.use({ role: 'enterprise_clerk', expectedErrors: /status of 404/ });

  test('finds nothing of figures that are not its own', async ({ page }) => {
    await page.goto(OF_PLANT);
    await expect(page.locator('.figures-table tbody tr').first()).toContainText(/\d/);
    for (const scope of ['party:ZZ-PLANT-02', 'party:ZZ-NOBODY']) {
      const answer = await page.goto(`/figures?item=coal.thermal&scope=${scope}&from=${today}&to=${today}`);
      expect(answer!.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
      expect((await page.request.get(`/export/trail.csv?item=coal.thermal&scope=${scope}&from=${today}`)).status()).toBe(404);
    }
    // Of the city it sees its own, and that there are others.
    await page.goto(`/figures?item=coal.thermal&scope=city&from=${today}&to=${today}`);
    await expect(page.locator('main')).toContainText('合计里还有不向您显示的数据');
    await expect(page.locator('.figures-table')).not.toContainText('ZZ-PLANT-02');
  });
});

test('the figures can be taken away', async ({ page }) => {
  await page.goto(OF_PLANT);
  const link = page.locator('.listed .export-links').getByRole('link', { name: /CSV/ });
  const address = (await link.getAttribute('href'))!;
  const answer = await page.request.get(address);
  expect(answer.status()).toBe(200);
  const lines = (await answer.text()).trim().split(/\r?\n/);
  expect(lines[0]).toContain('是否计入');
  expect(lines.length - 1).toBe(await page.locator('.figures-table tbody tr').count());
});
