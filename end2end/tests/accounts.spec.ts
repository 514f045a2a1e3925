import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signIn, test, type Role } from '../fixtures';
import { program } from '../server';

test.use({ role: 'nobody' });

/** The code that an authenticator shows for a base32 secret at a time. */
function code(secret: string, at: number): string {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / 30)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-live', '');
const axe = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

test('who is not signed in is led to the door and then on', { tag: '@no-js' }, async ({ page }) => {
  await page.goto('/items/coal.thermal');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登录');
  await page.getByRole('button', { name: '审计员' }).click();
  await expect(page).toHaveURL(/\/items\/coal\.thermal$/);
  await page.getByRole('button', { name: '退出', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/items/coal.thermal');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the door is accessible, in both languages', async ({ page }) => {
  for (const [lang, head] of [['zh', '登录'], ['en', 'Sign in']]) {
    await page.goto(`/sign-in?lang=${lang}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(head);
    await axe(page);
  }
});

test('each role enters its own rooms', async ({ page, context, server }) => {
  const rooms: [Role, string[], string[]][] = [
    ['office_head', ['总览'], ['账号']],
    ['supplier_clerk', ['总览'], ['账号']],
    ['administrator', ['账号'], ['总览']],
    ['checkpoint', [], ['总览', '账号']],
  ];
  for (const [role, there, absent] of rooms) {
    await signIn(context, server.url, role);
    await page.goto('/');
    const menu = page.getByRole('navigation', { name: '菜单' });
    for (const name of there) await expect(menu.getByRole('link', { name }), `${role}: ${name}`).toBeVisible();
    for (const name of absent) await expect(menu.getByRole('link', { name }), `${role}: ${name}`).toHaveCount(0);
    await axe(page);
  }
});

test.describe('on a site of its own', () => {
  test.use({ ownServer: true, expectedErrors: /invitation\// });

  test('an invited clerk chooses a password, signs out and in again', async ({ page, server }) => {
    const answer = execFileSync(program, [
      'user', 'add', '--login', 'Wang.Fang', '--name', '王芳', '--role', 'enterprise_clerk', '--party', 'ZZ-PLANT-02',
      '--json', '--database', `sqlite:${server.database}`,
    ]);
    const { invitation } = JSON.parse(answer.toString()) as { invitation: string };
    await page.goto(invitation);
    await page.getByLabel('新密码').fill('123');
    await page.getByLabel('再输一次').fill('123');
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page.getByRole('alert')).toContainText('密码过短');
    await page.getByLabel('新密码').fill('保电保热要靠大家');
    await page.getByLabel('再输一次').fill('保电保热要靠大家2');
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page.getByRole('alert')).toContainText('不一致');
    for (const label of ['新密码', '再输一次']) await page.getByLabel(label).fill('保电保热要靠大家一起努力');
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page.locator('.person')).toContainText('王芳');
    await page.goto(invitation);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('邀请已失效');
    await page.goto('/account');
    await expect(page.getByRole('row').filter({ hasText: '本机' })).toHaveCount(1);
    await axe(page);
    await page.getByRole('button', { name: '退出', exact: true }).click();
    await page.getByLabel('登录名').fill('wang.fang');
    await page.getByLabel('密码', { exact: true }).fill('保电保热要靠大家一起努力！');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('不正确');
    await page.getByLabel('登录名').fill('wang.fang');
    await page.getByLabel('密码', { exact: true }).fill('保电保热要靠大家一起努力');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.locator('.person')).toContainText('王芳');
  });

  test('the administrator invites an office head, who needs a second factor', async ({ page, context, server }) => {
    await signIn(context, server.url, 'administrator');
    await page.goto('/accounts');
    await live(page);
    await axe(page);
    await page.getByLabel('登录名').fill('zhang');
    await page.getByLabel('姓名').fill('张主任');
    await page.getByLabel('角色').first().selectOption('office_head');
    await expect(page.getByLabel('所属单位').first()).toContainText('协调办公室');
    await page.getByRole('button', { name: '生成邀请链接' }).click();
    const link = await page.locator('.done code').innerText();
    expect(link).toMatch(/\/invitation\/[0-9a-f]{64}$/);
    await expect(page.getByRole('row').filter({ hasText: '张主任' })).toContainText('已邀请');
    await page.getByRole('button', { name: '退出', exact: true }).click();

    await page.goto(link);
    for (const label of ['新密码', '再输一次']) await page.getByLabel(label).fill('correct horse battery');
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page).toHaveURL(/\/second-factor$/);
    await expect(page.locator('.qr svg')).toBeVisible();
    const secret = await page.locator('code.secret').innerText();
    // The site's day is the demo's, with the machine's time of day.
    const now = new Date();
    const demoNow = Date.UTC(2026, 10, 23, now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds());
    const officeDay = now.getUTCHours() >= 16 ? demoNow - 86_400_000 : demoNow;
    await page.getByLabel('6 位验证码').fill(code(secret, officeDay));
    await page.getByRole('button', { name: '确认' }).click();
    await expect(page.locator('.person')).toContainText('张主任');
  });

  test('an account that is switched off is out at once', async ({ page, context, browser, server }) => {
    await signIn(context, server.url, 'administrator');
    const other = await browser.newContext({ baseURL: server.url });
    await signIn(other, server.url, 'auditor');
    const auditor = await other.newPage();
    await auditor.goto('/');
    await expect(auditor.locator('.person')).toContainText('冯审计');
    await page.goto('/accounts');
    await live(page);
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('row').filter({ hasText: '冯审计' }).getByRole('button', { name: '停用' }).click();
    await expect(page.getByRole('row').filter({ hasText: '冯审计' })).toContainText('已停用');
    await auditor.goto('/');
    await expect(auditor).toHaveURL(/\/sign-in/);
    await other.close();
  });
});
