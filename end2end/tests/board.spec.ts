import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../fixtures';

const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-live', '');
const axe = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
};
const party = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

// The plant that forgot a day, and the one that has been silent for days.
const FORGETFUL = '新密溱源发电';
const SILENT = '高新须水热电';

test('rates stand with numerator and denominator, the worst party first', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/board');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('报送进度 11月17日 至 11月23日');
  const tiles = page.locator('.tile');
  await expect(tiles.nth(0)).toContainText(/及时上报率\s*[\d.]+%\s*[\d,]+ \/ [\d,]+ 项/);
  await expect(tiles.nth(1)).toContainText(/完整率\s*[\d.]+%\s*[\d,]+ \/ [\d,]+ 项/);
  await expect(tiles.nth(2)).toContainText(/缺报\s*\d+\s*涉及 3 家/);
  const rows = page.locator('.board-table tbody tr');
  await expect(rows.first().getByRole('rowheader')).toContainText(SILENT);
  const missing = await page.locator('.board-table tbody tr td:nth-child(2)').evaluateAll((cells) => cells.map((c) => Number(c.textContent!.replace(/\D/g, ''))));
  expect(missing).toEqual([...missing].sort((a, b) => b - a));
  // A day says by sign and word what became of it.
  const forgotten = party(page, FORGETFUL).locator('.day-mark');
  await expect(forgotten.nth(1)).toHaveText(/缺报/);
  await expect(forgotten.nth(1)).toHaveAttribute('title', '11月18日 缺报');
  await expect(forgotten.nth(2)).toHaveText(/按时/);
  await expect(forgotten.nth(1).locator('svg')).toBeVisible();
});

test('the tiles are the sums of the groups', async ({ page }) => {
  await page.goto('/board');
  const sums = async (caption: string) => {
    const cells = page.locator('.groups table').filter({ hasText: caption }).locator('tbody tr td:nth-child(2) .of');
    const pairs = (await cells.allInnerTexts()).map((text) => text.split('/').map((n) => Number(n.replace(/\D/g, ''))));
    return pairs.reduce(([on, due], [a, b]) => [on + a, due + b], [0, 0]);
  };
  const tile = await page.locator('.tile').first().locator('dd span').innerText();
  const expected = tile.match(/[\d,]+/g)!.map((n) => Number(n.replace(/,/g, '')));
  for (const by of ['按类型', '按品种', '按区县']) expect(await sums(by), by).toEqual(expected);
});

test('filters and the order stand in the address', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/board');
  await page.getByLabel('类型').selectOption('enterprise');
  await page.getByLabel('区县').selectOption('410183');
  await page.getByLabel('品种').selectOption('coal.thermal');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/kind=enterprise&division=410183&item=coal\.thermal/);
  const names = page.locator('.board-table tbody th a');
  await expect(names).toHaveText([FORGETFUL, /./, /./]);
  await page.getByLabel('排序').selectOption('name');
  await page.getByRole('button', { name: '查看' }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page).toHaveURL(/division=410183/);
  await expect(page.getByLabel('区县')).toHaveValue('410183');
  await page.getByRole('link', { name: '上月' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('10月1日 至 10月31日');
  // Too many days for a column each.
  await expect(page.locator('.day-head')).toHaveText(/10月/);
});

test('the heads of the columns are links that sort', async ({ page }, testInfo) => {
  test.skip(testInfo.project.name === 'phone', 'a phone has the choice in the form');
  await page.goto('/board?kind=supplier');
  await page.getByRole('link', { name: '迟报', exact: true }).click();
  await expect(page).toHaveURL(/\/board\?kind=supplier&sort=late$/);
  await expect(page.getByRole('columnheader', { name: '迟报' })).toHaveAttribute('aria-sort', 'descending');
});

test.describe(() => {
  test.use({ expectedErrors: /status of 4(22|04)/ });

  test('a range that cannot be is refused in words', async ({ page }) => {
    const answer = await page.goto('/board?from=2026-11-20&to=2026-11-19');
    expect(answer?.status()).toBe(422);
    await expect(page.locator('#main')).toContainText('起止时期颠倒');
  });

  test('what a party lacks is named, one click away', { tag: '@no-js' }, async ({ page }) => {
    await page.goto('/board');
    await page.getByRole('link', { name: SILENT, exact: true }).click();
    await expect(page).toHaveURL(/\/board\/ZZ-PLANT-08\?from=2026-11-17&to=2026-11-23$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${SILENT} 的缺报与迟报`);
    const first = page.locator('.cells-table tbody tr').first();
    await expect(first).toContainText('电煤');
    await expect(first).toContainText('11月18日 周三');
    await expect(first).toContainText('11月19日 10:00');
    await expect(first).toContainText(/缺报\s+逾期 \d 天\s+已锁定/);
    await expect(first.getByRole('link')).toHaveAttribute('href', '/desk?party=ZZ-PLANT-08&grain=day&first=2026-11-18');
    expect((await page.goto('/board/NOBODY'))?.status()).toBe(404);
  });
});

test.describe('on a site of its own', () => {
  // A page that is left while it asks says so in the console.
  test.use({ ownServer: true, expectedErrors: /status of 422|error reaching server to call server function/ });

  test('the officer opens a locked day, the plant sees it, the officer closes it', async ({ page, context, server }) => {
    await page.goto('/board');
    await live(page);
    await page.getByRole('link', { name: FORGETFUL, exact: true }).click();
    const rows = page.locator('.cells-table tbody tr');
    await expect(rows).toHaveCount(3);
    for (const row of await rows.all()) await expect(row).toContainText('已锁定');
    // The locked day is suggested.
    await expect(page.getByLabel('起始日期')).toHaveValue('2026-11-18');
    await expect(page.getByLabel('结束日期')).toHaveValue('2026-11-18');
    const open = page.getByRole('button', { name: '开放补报' });
    await open.click();
    await expect(page.getByRole('status').filter({ hasText: '已开放' })).toHaveCount(0);
    await page.getByLabel('理由').first().fill('断网，电话说明，准予补报');
    await page.getByLabel('我确认向该单位开放以上日期').check();
    await open.click();
    await expect(page.getByText('已开放。')).toBeVisible();
    await expect(page.getByText(/已开放补报至 11月24日 18:00/)).toBeVisible();
    await expect(rows.first()).toContainText('已开放补报至 2026-11-24 18:00');
    await axe(page);

    await signIn(context, server.url, 'enterprise_clerk');
    await page.goto('/board');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的待报');
    await expect(page.locator('.cells-table tbody tr').first()).toContainText('已开放补报至 2026-11-24 18:00');
    await expect(page.getByRole('button', { name: '关闭' })).toHaveCount(0);
    await axe(page);

    await signIn(context, server.url, 'office_officer');
    await page.goto('/board');
    await live(page);
    await expect(page.locator('.openings')).toContainText('断网，电话说明');
    await page.getByRole('button', { name: '关闭' }).click();
    await expect(page.locator('.openings')).toContainText('没有正在开放的补报');
    await page.getByRole('link', { name: FORGETFUL, exact: true }).click();
    await expect(rows.first()).toContainText('已锁定');
  });

  test('an opening without an end in reach is refused, also without JavaScript', { tag: '@no-js' }, async ({ page }) => {
    await page.goto('/board/ZZ-PLANT-01');
    const fill = async (until: string) => {
      await page.getByLabel(/开放到/).fill(until);
      await page.getByLabel('理由').first().fill('补报');
      await page.getByLabel('我确认向该单位开放以上日期').check();
      await page.getByRole('button', { name: '开放补报' }).click();
    };
    await fill('2026-12-24T18:00');
    await expect(page.getByRole('alert')).toContainText(/7 天以内|opening_until_invalid/);
    await page.goto('/board/ZZ-PLANT-01');
    await fill('2026-11-25T18:00');
    await expect(page.locator('.openings')).toContainText('已开放补报至 11月25日 18:00');
    await page.getByRole('button', { name: '关闭' }).click();
    await expect(page.locator('.openings')).toContainText('没有正在开放的补报');
  });

  test('an ended duty is no longer owed', async ({ page }) => {
    await page.goto('/board/ZZ-PLANT-01');
    await live(page);
    await page.getByText('停报', { exact: true }).first().click();
    const form = page.locator('.end-duty');
    await form.getByLabel('报送事项').selectOption({ label: '电煤 · 库存' });
    await form.getByLabel(/最后应报日/).fill('2026-11-17');
    await form.getByLabel('理由').fill('停产');
    await form.getByLabel('我确认改变这项报送义务').check();
    await form.getByRole('button', { name: '停报' }).click();
    await expect(page.locator('.cells-table tbody tr')).toHaveCount(2);
    await expect(page.getByText('已更改。')).toBeVisible();
  });

  test('the office keeps the working calendar', { tag: '@no-js' }, async ({ page }) => {
    await page.goto('/settings/calendar');
    const row = page.getByRole('row').filter({ hasText: '2026年11月28日' });
    await expect(row).toHaveCount(0);
    await page.getByRole('textbox', { name: '日期' }).fill('2026-11-28');
    await page.getByLabel('这天').selectOption('true');
    await page.getByLabel('依据（通知、决定）').first().fill('调休通知');
    await page.getByRole('button', { name: '增加' }).click();
    await expect(row).toContainText('上班');
    await expect(row).toContainText('调休通知');
    await row.getByRole('button', { name: '删除' }).click();
    await expect(row).toHaveCount(0);
    await page.getByLabel('日报：逾期几天后锁定').fill('9');
    await page.getByLabel('月报时限遇休息日顺延到下一工作日').check();
    await page.getByRole('button', { name: '保存' }).click();
    // Leaving at once would take the question back.
    await page.waitForLoadState('networkidle');
    await page.goto('/settings/calendar');
    await expect(page.getByLabel('日报：逾期几天后锁定')).toHaveValue('9');
    await expect(page.getByLabel('月报时限遇休息日顺延到下一工作日')).toBeChecked();
    await page.goto('/board/ZZ-PLANT-01');
    await expect(page.locator('.cells-table')).not.toContainText('已锁定');
  });
});

test('each role sees its own', async ({ page, context, server }) => {
  await signIn(context, server.url, 'district_officer');
  await page.goto('/board');
  await expect(page.locator('.board-table tbody tr').first()).toContainText(FORGETFUL);
  await expect(page.locator('.board-table tbody')).not.toContainText(SILENT);
  await expect(page.locator('.openings')).toHaveCount(0);
  await signIn(context, server.url, 'bureau_officer');
  await page.goto('/board');
  await expect(page.locator('.board-table tbody tr').first()).toContainText('登封砚坪煤矿');
  await expect(page.locator('.board-table tbody')).not.toContainText(FORGETFUL);
  await signIn(context, server.url, 'supplier_clerk');
  await page.goto('/board');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的待报');
  await signIn(context, server.url, 'auditor');
  await page.goto('/board/ZZ-PLANT-01');
  await expect(page.getByRole('button', { name: '开放补报' })).toHaveCount(0);
});

test.describe(() => {
  test.use({ role: 'supplier_clerk', expectedErrors: /status of 40[34]/ });

  test('what is another party’s is not there', async ({ page }) => {
    for (const address of ['/board/ZZ-PLANT-01', '/board/ZZ-MINE-01', '/board/NOBODY']) {
      expect((await page.goto(address))?.status(), address).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
    }
    await page.goto('/settings/calendar');
    await expect(page.getByRole('button', { name: '增加' })).toHaveCount(0);
  });
});

for (const address of ['/board', '/board/ZZ-PLANT-08', '/settings/calendar']) {
  for (const [lang, colorScheme] of [['zh', 'light'], ['en', 'dark']] as const) {
    test(`${address} is accessible: ${lang}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${address}?lang=${lang}`);
      await live(page);
      await axe(page);
    });
  }

  test(`${address} does not scroll sideways and leaves no text in the other language`, async ({ page }) => {
    for (const [width, height] of [[390, 844], [320, 640], [720, 450], [1060, 800], [1366, 768], [1440, 900]] as const) {
      await page.setViewportSize({ width, height });
      for (const lang of ['zh', 'en']) {
        await page.goto(`${address}?lang=${lang}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${lang} ${width}`).toBeLessThanOrEqual(width);
      }
    }
    const foreign = await page.locator('#main').evaluate((main) => {
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        if (/\p{Script=Han}/u.test(text.textContent ?? '') && !text.parentElement?.closest('[lang="zh-CN"]')) found.push(text.textContent!);
      }
      return found;
    });
    expect(foreign).toEqual([]);
  });
}
