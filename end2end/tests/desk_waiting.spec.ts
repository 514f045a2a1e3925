// Nothing typed is ever lost: two people on one cell, no network, a session that ends, a shared browser.
import { cellOf, openDesk, paste, row, typeInto, waiting } from '../desk';
import { expect, signIn, test } from '../fixtures';

const offline = /ERR_INTERNET_DISCONNECTED|Failed to fetch|error reaching server|ERR_FAILED/;

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
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
    await expect(mine[0]).toHaveText('21,701');

    await clash('11月24日').getByRole('button', { name: '采用对方' }).click();
    await expect(theirs[0]).toHaveText('21,701');
    await clash('11月25日').getByRole('button', { name: '采用我的' }).click();
    await expect(theirs[1]).toHaveAccessibleName('21,302，已保存');
    await expect(panel).toBeHidden();
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
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
    await expect(page.locator('html')).toHaveAttribute('data-live', '');
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

  test('where the device cannot keep it, it says so and warns before the page is closed', async ({ page }) => {
    await page.addInitScript(() => {
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key: string, value: string) {
        if (key.startsWith('baogong.waiting.')) throw new DOMException('full', 'QuotaExceededError');
        set.call(this, key, value);
      };
    });
    await openDesk(page);
    await page.route('**/ui/save_cells', (route) => route.abort());
    await typeInto(page, await cellOf(page, row(page, '电量', '供应计划'), '11月24日'), '21701');
    await expect(page.locator('.desk-banner')).toContainText('存不下，请不要关闭本页');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
  });

  test('two pages of one person keep what waits of both', async ({ page, context }) => {
    const second = await context.newPage();
    await openDesk(page);
    await openDesk(second);
    await context.route('**/ui/save_cells', (route) => route.abort());
    await typeInto(page, await cellOf(page, row(page, '电量', '供应计划'), '11月24日'), '21701');
    await typeInto(second, await cellOf(second, row(second, '电量', '供应计划'), '11月25日'), '21301');
    await expect.poll(async () => Object.values(await waiting(page))).toEqual([2]);
    await context.unroute('**/ui/save_cells');
    await expect(await cellOf(page, row(page, '电量', '供应计划'), '11月24日')).toHaveAccessibleName(/已保存/, { timeout: 10_000 });
    await expect(await cellOf(second, row(second, '电量', '供应计划'), '11月25日')).toHaveAccessibleName(/已保存/, { timeout: 10_000 });
    await expect.poll(() => waiting(page)).toEqual({});
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
