import { execFileSync } from 'node:child_process';
import { cellOf, openDesk, paste, row, typeInto, waiting } from '../desk';
import { expect, signIn, test } from '../fixtures';
import { program, type Server } from '../server';

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
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
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
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
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
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
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
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
    await expect(line('计划合计').getByRole('gridcell').first()).toHaveText((before[0] - 9000.125).toLocaleString('en', { maximumFractionDigits: 3 }));
    expect(JSON.stringify(balances(server, 'ZZ-PLANT-01'))).toContain(`"plan":${before[0] - 9000.125}`);

    await page.getByRole('link', { name: '下月' }).click();
    await expect(page).toHaveURL(/\/desk\/plan\?item=coal\.thermal&month=2027-01$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('2027年1月');
  });
});
