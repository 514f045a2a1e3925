import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures';

test('shows the numbers of today beside those of yesterday', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/items/coal.thermal');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('电煤');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('吨');
  const numbers = page.locator('.numbers');
  for (const name of ['需求', '供应计划', '实际供应', '供应', '缺口', '缺口率', '计划兑现率', '库存']) {
    const tile = numbers.locator('.number').filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
    await expect(tile.locator('.now'), name).toContainText(/[\d,]|—/);
  }
  // Deliveries of a day that has not ended are unknown, not zero.
  const delivered = numbers.locator('.number').filter({ has: page.locator('dt', { hasText: /^实际供应$/ }) });
  await expect(delivered.locator('.now')).toContainText('未知');
  await expect(delivered.locator('.before')).toContainText(/昨天 [\d,]+/);
  // Fulfilment never stands without its two numbers.
  const fulfilment = numbers.locator('.number').filter({ has: page.locator('dt', { hasText: /^计划兑现率$/ }) });
  await expect(fulfilment.locator('.before').first()).toContainText(/[\d,.]+ ÷ [\d,.]+/);
});

test('rail is measured against the wagons that were asked for', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/items/transport.rail');
  await expect(page.locator('.numbers')).toContainText('请车满足率');
});

test('draws the curve and says the same in a table', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/items/gas.pipeline');
  const chart = page.getByRole('img', { name: /天然气.*需求、计划与供应曲线/ });
  // One of the two drawings is shown, by the width of the page.
  await expect(chart).toHaveCount(1);
  await expect(chart).toBeVisible();
  await expect(chart.locator('path.curve')).toHaveCount(6);
  await page.getByText('逐日数字（表）').click();
  const table = page.locator('.day-table table');
  await expect(table).toBeVisible();
  await expect(table.locator('tbody tr')).toHaveCount(45);
  await expect(table.locator('tr.is-today')).toContainText('11月23日 周一 今天');
  await expect(table.locator('tbody tr').last()).toContainText('12月7日');
});

test('names who is short, the stocks, what is unknown and the rule', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/items/coal.thermal');
  const short = page.getByRole('region', { name: '谁缺' });
  await expect(short.getByRole('heading', { name: /供不应求/ })).toBeVisible();
  await expect(short.getByRole('heading', { name: /库存偏低/ })).toBeVisible();
  await expect(short.locator('.alert').first()).toContainText(/需求 [\d,.]+/);
  // Sums over several days say so.
  await expect(short.locator('.alert').first()).toContainText(/7 日合计缺/);
  await expect(page.getByRole('region', { name: '哪些未知' })).toContainText(/\S/);
  const rule = page.getByRole('region', { name: '判定规则' });
  for (const line of ['≥ 20%', '≥ 10%', '≥ 5%', '有缺口', '< 20 天', '< 4 天', '依据：']) await expect(rule).toContainText(line);
});

for (const address of ['/items/coal.nothing', '/items/nothing', '/nowhere']) {
  test.describe(address, () => {
    test.use({ expectedErrors: /status of 404/ });

    test('leads nowhere, says so and shows the way back', { tag: '@no-js' }, async ({ page }) => {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
      await page.getByRole('link', { name: '回到总览' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('今日供需总览');
    });
  });
}

for (const lang of ['zh', 'en']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible: ${lang}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`/items/coal.thermal?lang=${lang}`);
      await expect(page.locator('html')).toHaveAttribute('data-live', '');
      await page.locator('.day-table summary').click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
    });
  }
}

for (const [width, height] of [[390, 844], [320, 640], [720, 450], [1280, 800], [1440, 900]] as const) {
  test(`only the table of days scrolls sideways at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const item of ['coal.thermal', 'land.quota', 'transport.road']) {
      for (const lang of ['zh', 'en']) {
        await page.goto(`/items/${item}?lang=${lang}`);
        await page.locator('.day-table summary').click();
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${item} ${lang}`).toBeLessThanOrEqual(width);
        const beyond = await page.locator('.panel').evaluateAll((panels) => panels.filter((p) => p.scrollWidth > p.clientWidth).map((p) => p.className));
        expect(beyond, `${item} ${lang}`).toEqual([]);
      }
    }
  });
}

test('every item has a page', async ({ page }) => {
  const codes = ['electricity.energy', 'electricity.load', 'coal.thermal', 'coal.industrial', 'gas.pipeline', 'fuel.diesel', 'fuel.gasoline', 'transport.rail', 'transport.road', 'land.quota'];
  for (const code of codes) {
    const answer = await page.goto(`/items/${code}`);
    expect(answer?.status(), code).toBe(200);
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
  }
});
