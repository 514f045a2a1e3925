import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { cellOf, openDesk, paste, row, typeInto, waiting } from '../desk';
import { expect, signIn, test } from '../fixtures';
import { program, type Server } from '../server';

const offline = /ERR_INTERNET_DISCONNECTED|Failed to fetch|error reaching server|ERR_FAILED/;

test.describe('a supplier at work', () => {
  test.use({ role: 'supplier_clerk', ownServer: true });
  test.skip(({ isMobile }) => !!isMobile, 'a spreadsheet wants a keyboard; the phone has its own desk');

  test('posts seven days of plan for two items by paste, signs out, and it is there', async ({ page, context, server }) => {
    await openDesk(page);
    const energy = row(page, '电量', '供应计划');
    const load = row(page, '最大负荷', '供应计划');
    await (await cellOf(page, energy, '11月24日')).click();
    await paste(page, '21,700\t21,320.5\t２２７００\t22,560\t22,260\t21,960\t22,861.25\r\n');
    await expect(page.locator('.desk-said')).toHaveText('已保存 7 格。');
    await (await cellOf(page, load, '11月24日')).click();
    await paste(page, '1240\t1230\t1250\t1260\t1255\t1250\t1300\n');
    for (const [line, first, last] of [[energy, '21,700', '22,861.25'], [load, '1,240', '1,300']] as const) {
      await expect(await cellOf(page, line, '11月24日')).toHaveAccessibleName(`${first}，已保存`);
      await expect(await cellOf(page, line, '11月30日')).toHaveAccessibleName(`${last}，已保存`);
    }
    await expect(page.locator('.desk-counts')).toHaveText('全部已保存');
    expect(await waiting(page)).toEqual({});

    await page.getByRole('button', { name: '退出', exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await signIn(context, server.url, 'supplier_clerk');
    await openDesk(page);
    await expect(await cellOf(page, energy, '11月26日')).toHaveText('22,700');
    await expect(await cellOf(page, energy, '11月25日')).toHaveText('21,320.5');
    await expect(await cellOf(page, load, '11月30日')).toHaveText('1,300');
    await expect(await cellOf(page, load, '12月1日')).not.toHaveText('1,300');
  });

  test('moves, edits, fills, undoes and copies by keys', async ({ page }) => {
    await openDesk(page);
    const line = row(page, '电量', '供应计划');
    const days = ['11月24日', '11月25日', '11月26日'];
    const [a, b, c] = await Promise.all(days.map((day) => cellOf(page, line, day)));
    const before = await c.innerText();

    await a.click();
    await page.keyboard.type('21700');
    await page.keyboard.press('Tab');
    await expect(a).toHaveText('21,700');
    await expect(b).toBeFocused();
    // F2 edits what stands there; Escape leaves it.
    await page.keyboard.press('F2');
    await expect(page.getByRole('textbox', { name: /编辑：电量 · 供应计划 · 11月25日/ })).toBeFocused();
    await page.keyboard.type('999');
    await page.keyboard.press('Escape');
    await expect(b).toHaveText('21,314.24');
    await expect(b).toBeFocused();
    // Fill right from the first of three.
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(page.getByRole('gridcell', { selected: true })).toHaveCount(3);
    await page.keyboard.press('Control+R');
    await expect(b).toHaveAccessibleName('21,700，已保存');
    await expect(c).toHaveAccessibleName('21,700，已保存');
    // Undo is a new number on the server, too.
    await page.keyboard.press('Control+Z');
    await expect(c).toHaveAccessibleName(`${before}，已保存`);
    await page.keyboard.press('Control+Y');
    await expect(c).toHaveAccessibleName('21,700，已保存');
    await page.keyboard.press('Control+Z');

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('Control+C');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`21700\t21314.24\t${before.replace(',', '')}`);
    await page.reload();
    await expect(a).toHaveText('21,700');
    await expect(b).toHaveText('21,314.24');
  });

  test('a block larger than the sheet is refused whole, and says by how much', async ({ page }) => {
    await openDesk(page);
    const last = page.getByRole('row').last().getByRole('gridcell').last();
    await last.click();
    const before = await last.innerText();
    await paste(page, '1\t2\n3\t4\n5\t6\n');
    await expect(page.locator('.desk-said')).toHaveText(/多 2 行，多 1 列.*没有粘贴/);
    await expect(last).toHaveText(before);
    expect(await waiting(page)).toEqual({});
  });

  test('an unusual number is confirmed with a note, or put back', async ({ page }) => {
    await openDesk(page);
    const line = row(page, '电量', '供应计划');
    const [a, b] = [await cellOf(page, line, '11月24日'), await cellOf(page, line, '11月25日')];
    await a.click();
    await paste(page, '216910\t213140');
    const panel = page.getByRole('region', { name: '需要您处理' });
    await expect(panel.getByRole('listitem')).toHaveCount(2);
    await expect(a).toHaveAccessibleName('216,910，请确认');
    await expect(panel.getByRole('listitem').first()).toContainText(/往常|平时|通常/);
    await expect(page.locator('.desk-counts')).toContainText('2 格需要您处理');
    await panel.getByRole('listitem').filter({ hasText: '11月25日' }).getByRole('button', { name: '还原' }).click();
    await expect(b).toHaveText('21,314.24');
    // Without a note nothing is confirmed.
    await panel.getByRole('button', { name: '全部确认无误' }).click();
    await expect(page.locator('.desk-said')).toHaveText('请先写说明。');
    await expect(panel.getByLabel('说明')).toBeFocused();
    await page.keyboard.type('外购电增加');
    await panel.getByRole('button', { name: '全部确认无误' }).click();
    await expect(a).toHaveAccessibleName('216,910，已保存');
    await expect(panel).toBeHidden();
    await page.reload();
    await expect(a).toHaveText('216,910');
    await a.click();
    await expect(page.locator('.desk-here')).toContainText('备注：外购电增加');
  });

  test('past the deadline a reason is given once for all', async ({ page }) => {
    await openDesk(page);
    const line = row(page, '电量', '实际供应');
    const [a, b] = [await cellOf(page, line, '11月20日'), await cellOf(page, line, '11月21日')];
    await a.click();
    await paste(page, '20820\t20630');
    const panel = page.getByRole('region', { name: '需要您处理' });
    await expect(a).toHaveAccessibleName('20,820，需说明原因');
    await panel.getByLabel('原因').fill('抄表更正');
    await panel.getByRole('button', { name: '全部说明并保存' }).click();
    await expect(b).toHaveAccessibleName('20,630，已保存');
    await expect(panel).toBeHidden();

    // History says why; a comment is kept.
    await b.click();
    await page.keyboard.press('Alt+H');
    const story = page.getByRole('complementary', { name: '历史与批注' });
    await expect(story).toBeFocused();
    await expect(story.getByRole('listitem').first()).toContainText(/20,630.*(王填报|demo\.supplier_clerk).*来源：填报台.*原因：抄表更正/);
    await story.getByLabel('写批注').fill('与调度核对过');
    await story.getByRole('button', { name: '添加批注' }).click();
    await expect(story.locator('.story-comments')).toContainText('与调度核对过');
    await expect(story.getByLabel('写批注')).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(story).toBeHidden();
    await expect(b).toBeFocused();
    await expect(b).toHaveAccessibleName('20,630，已保存，有批注');
  });

  test('what is no number is refused beside its cell and mended there', async ({ page }) => {
    await openDesk(page);
    const a = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    await typeInto(page, a, '2万');
    await expect(a).toHaveAccessibleName('2万，未接受');
    await expect(a).toHaveAttribute('aria-invalid', 'true');
    const panel = page.getByRole('region', { name: '需要您处理' });
    await expect(panel).toContainText('不是数字');
    await panel.getByRole('button', { name: /电量 · 供应计划/ }).click();
    await expect(a).toBeFocused();
    await page.keyboard.type('21700');
    await page.keyboard.press('Enter');
    await expect(a).toHaveAccessibleName('21,700，已保存');
    await expect(panel).toBeHidden();
  });

  test('a row is added, and its number is there at the next visit', async ({ page }) => {
    await openDesk(page);
    await page.getByText('增加品种').click();
    const choice = page.locator('.add-row-menu').getByRole('button', { name: /电量 · 需求/ }).first();
    const words = (await choice.innerText()).split(' · ');
    await choice.click();
    const added = row(page, words[0], words[1], words[2] ?? '');
    const a = await cellOf(page, added, '11月24日');
    await expect(added.getByRole('gridcell').nth(3)).toBeFocused();
    await typeInto(page, a, '12.5');
    await expect(a).toHaveAccessibleName('12.5，已保存');
    await page.reload();
    await expect(a).toHaveText('12.5');
  });

  test('goes to other days and months, and the address keeps it', async ({ page }) => {
    await openDesk(page);
    await page.evaluate(() => ((globalThis as { kept?: boolean }).kept = true));
    await page.getByRole('link', { name: '更晚' }).click();
    await expect(page).toHaveURL(/\/desk\?grain=day&first=2026-11-27$/);
    await expect(page.locator('table[role=grid] thead th').nth(1)).toContainText('11月27日');
    await page.getByLabel('跳到日期').fill('2026-12-20');
    await page.getByRole('button', { name: '显示' }).click();
    await expect(page.locator('table[role=grid] thead th').nth(1)).toContainText('12月20日');
    await page.getByRole('link', { name: '按月' }).click();
    await expect(page.locator('table[role=grid] thead .now')).toContainText('11月');
    await page.getByRole('combobox', { name: '单位', exact: true }).selectOption({ index: 1 });
    await expect(page).toHaveURL(/party=.*grain=month/);
    // All of it without loading the page anew.
    expect(await page.evaluate(() => (globalThis as { kept?: boolean }).kept)).toBe(true);
  });

  test('what was typed in the last moment is sent although the page is left', async ({ page }) => {
    await openDesk(page);
    const a = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    await typeInto(page, a, '21701');
    await page.getByRole('link', { name: '总览' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('今日供需总览');
    await expect.poll(() => waiting(page)).toEqual({});
    await page.goto('/desk');
    await expect(a).toHaveText('21,701');
  });

  test('Tab goes through the sheet, and leaves it after Escape', async ({ page }) => {
    await openDesk(page);
    const a = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    await a.click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(page.locator('table[role=grid] :focus')).toHaveCount(0);
    await page.keyboard.press('Shift+Tab');
    await expect(a).toBeFocused();
  });
});

test.describe('the counterpart plan', () => {
  test.use({ role: 'bureau_officer', ownServer: true });
  test.skip(({ isMobile }) => !!isMobile, 'a matrix wants room');

  const balances = (server: Server, party: string) => {
    const answer = execFileSync(program, [
      'balances', '--item', 'coal.thermal', '--scope', `party:${party}`, '--from', '2026-12', '--to', '2026-12',
      '--granularity', 'month', '--json', '--database', `sqlite:${server.database}`,
    ]);
    return JSON.parse(answer.toString()) as unknown;
  };

  test('a month is entered, adds up, and shows in the balances of the plants', async ({ page, server }) => {
    await openDesk(page);
    await page.getByRole('link', { name: '对口保供计划' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('电煤 2026年12月');
    const line = (head: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: head, exact: true }) });
    const first = page.getByRole('rowheader').first();
    const mine = page.getByRole('row').filter({ has: first });
    const cells = mine.getByRole('gridcell');
    const sum = async (head: string, column: number) => (await line(head).getByRole('gridcell').nth(column).innerText()).replaceAll(',', '');
    const before = [Number(await sum('计划合计', 0)), Number(await sum('计划合计', 1))];
    const was = [0, 1].map(async (column) => Number((await cells.nth(column).innerText()).replaceAll(',', '')));
    const [a, b] = await Promise.all(was);

    await cells.nth(0).click();
    await paste(page, `${a - 9000.125}\t${b + 100}\n`);
    await expect(cells.nth(0)).toHaveAccessibleName(/，已保存$/);
    await expect(cells.nth(1)).toHaveAccessibleName(/，已保存$/);
    // To the last digit, while one types.
    expect(await sum('计划合计', 0)).toBe(String(before[0] - 9000.125));
    expect(await sum('计划合计', 1)).toBe(String(before[1] + 100));
    const need = Number(await sum('需求', 0));
    expect(await sum('还缺', 0)).toBe(`缺 ${need - before[0] + 9000.125}`);
    await page.reload();
    await expect(line('计划合计').getByRole('gridcell').first()).toHaveText((before[0] - 9000.125).toLocaleString('en', { maximumFractionDigits: 3 }));
    expect(JSON.stringify(balances(server, 'ZZ-PLANT-01'))).toContain(`"plan":${before[0] - 9000.125}`);

    await page.getByRole('link', { name: '下月' }).click();
    await expect(page).toHaveURL(/\/desk\/plan\?item=coal\.thermal&month=2027-01$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('2027年1月');
  });
});

test.describe('two on one cell', () => {
  test.use({ role: 'supplier_clerk', ownServer: true });
  test.skip(({ isMobile }) => !!isMobile, 'one device suffices');

  test('the second sees the number of the first, chooses, and nothing is lost', async ({ page, browser, server }) => {
    const other = await browser.newContext({ baseURL: server.url });
    await signIn(other, server.url, 'office_officer');
    const office = await other.newPage();
    await openDesk(page);
    await openDesk(office, '/desk?party=ZZ-POWER&grain=day');
    await office.getByLabel(/修改原因/).fill('电话代报');
    await office.getByLabel(/修改原因/).blur();
    const days = ['11月24日', '11月25日'];
    const mine = await Promise.all(days.map((day) => cellOf(page, row(page, '电量', '供应计划'), day)));
    const theirs = await Promise.all(days.map((day) => cellOf(office, row(office, '电量', '供应计划'), day)));

    await mine[0].click();
    await paste(page, '21701\t21301');
    await expect(mine[1]).toHaveAccessibleName('21,301，已保存');
    await theirs[0].click();
    await office.keyboard.type('21702');
    await office.keyboard.press('Tab');
    await office.keyboard.type('21302');
    await office.keyboard.press('Enter');
    await expect(theirs[0]).toHaveAccessibleName('21,702，两人填的不同');
    const panel = office.getByRole('region', { name: '需要您处理' });
    const clash = (day: string) => panel.getByRole('listitem').filter({ hasText: day });
    await expect(clash('11月24日')).toContainText(/我的\s*21,702.*对方的\s*21,701.*(王填报|demo\.supplier_clerk)/s);
    // Nothing was overwritten meanwhile.
    await page.reload();
    await expect(mine[0]).toHaveText('21,701');

    await clash('11月24日').getByRole('button', { name: '采用对方' }).click();
    await expect(theirs[0]).toHaveText('21,701');
    await clash('11月25日').getByRole('button', { name: '采用我的' }).click();
    await expect(theirs[1]).toHaveAccessibleName('21,302，已保存');
    await expect(panel).toBeHidden();
    await page.reload();
    await expect(mine[0]).toHaveText('21,701');
    await expect(mine[1]).toHaveText('21,302');
    await mine[1].click();
    await page.keyboard.press('Alt+H');
    const history = page.locator('.story-history');
    await expect(history.getByRole('listitem').nth(0)).toContainText('21,302');
    await expect(history.getByRole('listitem').nth(1)).toContainText('21,301');
    await other.close();
  });
});

test.describe('without a network', () => {
  test.use({ role: 'supplier_clerk', ownServer: true, expectedErrors: offline });
  test.skip(({ isMobile }) => !!isMobile, 'the phone has its own below');

  test('nothing typed is lost, it says so, and catches up', async ({ page, context }) => {
    await openDesk(page);
    const line = row(page, '电量', '供应计划');
    const cells = await Promise.all(['11月24日', '11月25日', '11月26日'].map((day) => cellOf(page, line, day)));
    await context.setOffline(true);
    const banner = page.locator('.desk-banner');
    await typeInto(page, cells[0], '21701');
    await typeInto(page, cells[1], '21301');
    await expect(cells[0]).toHaveAccessibleName('21,701，离线，等待中');
    await expect(banner).toContainText('离线：2 格等待上报，已存在这台设备上');
    await typeInto(page, cells[2], '22701');
    await expect(banner).toContainText('离线：3 格');
    expect(Object.values(await waiting(page))).toEqual([3]);
    await context.setOffline(false);
    await expect(cells[2]).toHaveAccessibleName('22,701，已保存');
    await expect(banner).toBeEmpty();
    expect(await waiting(page)).toEqual({});
    await page.reload();
    await expect(cells[0]).toHaveText('21,701');
    await expect(cells[2]).toHaveText('22,701');
  });

  test('what waits outlives the page, lies over the sheet again and is sent', async ({ page, context }) => {
    await openDesk(page);
    const line = row(page, '电量', '供应计划');
    await page.route('**/ui/save_cells', (route) => route.abort());
    await typeInto(page, await cellOf(page, line, '11月24日'), '21701');
    await expect(await cellOf(page, line, '11月24日')).toHaveAccessibleName('21,701，离线，等待中');
    await page.close();
    const again = await context.newPage();
    await openDesk(again);
    const cell = await cellOf(again, row(again, '电量', '供应计划'), '11月24日');
    await expect(cell).toHaveAccessibleName('21,701，已保存');
    expect(await waiting(again)).toEqual({});
  });

  test('a number under way when the answer is lost is written once', async ({ page }) => {
    await openDesk(page);
    const cell = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    let swallowed = 0;
    await page.route('**/ui/save_cells', async (route) => {
      if (swallowed++ > 0) return route.continue();
      await route.fetch(); // The server writes it; the page never hears of it.
      return route.abort();
    });
    await typeInto(page, cell, '21701');
    await expect(cell).toHaveAccessibleName('21,701，已保存', { timeout: 10_000 });
    await cell.click();
    await page.keyboard.press('Alt+H');
    const told = page.locator('.story-history').getByRole('listitem');
    await expect(told.first()).toContainText('21,701');
    await expect(told.filter({ hasText: '21,701' })).toHaveCount(1);
  });

  test('what waits belongs to its user: a warning at sign-out, then it is gone', async ({ page, context, server }) => {
    await openDesk(page);
    // Of somebody else who used this browser: never read, never touched.
    const others = JSON.stringify({ version: 1, edits: [] });
    await page.evaluate((text) => localStorage.setItem('baogong.waiting.99', text), others);
    await page.route('**/ui/save_cells', (route) => route.abort());
    const cell = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    await typeInto(page, cell, '21701');
    await expect(page.locator('.desk-banner')).toContainText('离线：1 格');
    const mine = Object.keys(await waiting(page)).filter((key) => key !== 'baogong.waiting.99');
    expect(mine).toHaveLength(1);

    const asked: string[] = [];
    let stay = true;
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      return stay ? dialog.dismiss() : dialog.accept();
    });
    await page.getByRole('button', { name: '退出', exact: true }).click();
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]).toContain('还有 1 格没有上报');
    await expect(page).toHaveURL(/\/desk/);
    await expect(cell).toHaveText('21,701');
    expect(Object.keys(await waiting(page))).toContain(mine[0]);

    stay = false;
    await page.getByRole('button', { name: '退出', exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    expect(Object.keys(await waiting(page))).toEqual(['baogong.waiting.99']);
    await page.unroute('**/ui/save_cells');
    await signIn(context, server.url, 'supplier_clerk');
    await openDesk(page);
    await expect(cell).toHaveText('21,691.13');
    expect(await page.evaluate(() => localStorage.getItem('baogong.waiting.99'))).toBe(others);
  });
});

test.describe('when the session ends', () => {
  test.use({ role: 'supplier_clerk', ownServer: true, expectedErrors: /status of 401/ });
  test.skip(({ isMobile }) => !!isMobile, 'one device suffices');

  test('it says so, keeps what was typed, and sends it after the same person is back', async ({ page, context, server }) => {
    await openDesk(page);
    const cell = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    await context.clearCookies();
    await typeInto(page, cell, '21701');
    const banner = page.locator('.desk-banner');
    await expect(banner).toContainText('登录已结束');
    await expect(banner.getByRole('link', { name: '重新登录' })).toBeVisible();
    expect(Object.values(await waiting(page))).toEqual([1]);
    await signIn(context, server.url, 'supplier_clerk');
    await openDesk(page);
    await expect(cell).toHaveAccessibleName('21,701，已保存');
    expect(await waiting(page)).toEqual({});
  });

  test('somebody else at the same browser does not send it', async ({ page, context, server }) => {
    await openDesk(page);
    const cell = await cellOf(page, row(page, '电量', '供应计划'), '11月24日');
    await signIn(context, server.url, 'enterprise_clerk');
    const second = await context.newPage();
    await openDesk(second);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('save_cells')) sent.push(request.url());
    });
    await typeInto(page, cell, '21701');
    await expect(page.locator('.desk-banner')).toContainText('登录已结束');
    expect(sent).toEqual([]);
    await expect(second.locator('.desk-banner')).toBeEmpty();
  });
});

test.describe('on a phone', () => {
  test.use({ role: 'enterprise_clerk', ownServer: true, expectedErrors: offline });
  test.skip(({ isMobile }) => !isMobile, 'at 390 px');

  test('an enterprise reports demand and stock, signs out, and it is there', async ({ page, context, server }) => {
    await openDesk(page);
    await expect(page.getByRole('grid')).toBeHidden();
    await expect(page.locator('.stepper')).toContainText('11月23日 周一');
    const field = (name: RegExp) => page.getByRole('textbox', { name });
    const card = (name: RegExp) => page.getByRole('listitem').filter({ has: field(name) });
    await expect(card(/电煤\s*库存/)).toContainText('昨日 166,605');
    await field(/电煤\s*库存/).fill('167,500');
    await field(/电煤\s*库存/).blur();
    await expect(card(/电煤\s*库存/)).toContainText('已保存');
    await page.getByRole('button', { name: '后一天' }).click();
    await expect(page.locator('.stepper')).toContainText('11月24日');
    await expect(card(/电煤\s*库存/)).toContainText('昨日 167,500');
    await field(/电煤\s*需求/).fill('8100');
    await field(/电煤\s*需求/).press('Enter');
    await expect(card(/电煤\s*需求/)).toContainText('已保存');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    await page.getByRole('button', { name: '退出', exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await signIn(context, server.url, 'enterprise_clerk');
    await openDesk(page);
    await expect(field(/电煤\s*库存/)).toHaveValue('167500');
    await page.getByRole('button', { name: '后一天' }).click();
    await expect(field(/电煤\s*需求/)).toHaveValue('8100');
  });

  test('yesterday again is one touch, and days beyond the sheet are loaded', async ({ page }) => {
    await openDesk(page);
    const card = page.getByRole('listitem').filter({ has: page.getByRole('textbox', { name: /电煤\s*实际消耗/ }) });
    await card.getByRole('button', { name: '照填' }).click();
    await expect(card.getByRole('textbox')).toHaveValue('7091');
    await expect(card).toContainText('已保存');
    for (const day of ['11月22日', '11月21日', '11月20日']) {
      await page.getByRole('button', { name: '前一天' }).click();
      await expect(page.locator('.stepper')).toContainText(day);
    }
    await expect(card.locator('.card-before')).toContainText(/昨日 [\d,]+/);
  });

  test('without a network it waits and catches up', async ({ page, context }) => {
    await openDesk(page);
    const card = page.getByRole('listitem').filter({ has: page.getByRole('textbox', { name: /电煤\s*库存/ }) });
    await context.setOffline(true);
    await card.getByRole('textbox').fill('167500');
    await card.getByRole('textbox').blur();
    await expect(card).toContainText('离线，等待中');
    await expect(page.locator('.desk-banner')).toContainText('离线：1 格');
    await context.setOffline(false);
    await expect(card).toContainText('已保存');
  });
});

test.describe('the sheet', () => {
  for (const role of ['supplier_clerk', 'enterprise_clerk', 'bureau_officer', 'office_officer'] as const) {
    test.describe(() => {
      test.use({ role });
      test(`can be read without a script: ${role}`, { tag: '@no-js' }, async ({ page, javaScriptEnabled }) => {
        test.skip(javaScriptEnabled !== false);
        await page.goto('/desk');
        await expect(page.locator('.no-script')).toBeVisible();
        const grid = page.getByRole('grid');
        await expect(grid).toBeVisible();
        expect(await grid.getByRole('columnheader').count()).toBe(15);
        await expect(grid.getByRole('gridcell').filter({ hasText: /\d/ }).first()).toBeVisible();
        await expect(page.getByRole('button', { name: '撤销' })).toBeHidden();
      });
    });
  }

  for (const lang of ['zh', 'en']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const address of ['/desk', '/desk/plan']) {
        test.describe(() => {
          test.use({ role: 'bureau_officer' });
          test(`is accessible: ${address}, ${lang}, ${colorScheme}`, async ({ page, isMobile }) => {
            await page.emulateMedia({ colorScheme });
            await openDesk(page, `${address}?lang=${lang}`);
            const first = isMobile && address === '/desk' ? page.locator('.card input').first() : page.getByRole('gridcell').first();
            await first.click();
            await page.getByText(lang === 'zh' ? '图例与按键' : 'Key and keyboard').click();
            const { violations } = await new AxeBuilder({ page }).analyze();
            expect(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`)).toEqual([]);
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
          });
        });
      }
    }
  }
});
