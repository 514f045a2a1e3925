// `import { test, expect } from '../fixtures'` in every spec: page.goto('/') then opens a running demo city.
//
// - Tests that only read share one server per worker.
// - The demo's office officer has signed in, unless a test says another: `test.use({ role: 'supplier_clerk' })`.
// - A test that writes says `test.use({ ownServer: true })` (in its file or describe) and gets a server on a fresh copy of the demo.
// - An error in the browser's console, or one thrown in a page, fails the test: a failed hydration shows nowhere else.
//   A test that provokes one says so: `test.use({ expectedErrors: /status of 404/ })`.
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { start, type Server } from './server';

export { expect };

/** The roles of the demo's people. */
export type Role =
  | 'office_head'
  | 'office_officer'
  | 'supplier_clerk'
  | 'bureau_officer'
  | 'enterprise_clerk'
  | 'district_officer'
  | 'police_officer'
  | 'checkpoint'
  | 'administrator'
  | 'auditor';

/** Signs a browser in as the demo's person of a role. */
export async function signIn(context: BrowserContext, url: string, role: Role): Promise<void> {
  const answer = await context.request.post(`${url}/session/demo`, { form: { role }, maxRedirects: 0 });
  expect(answer.status(), `sign-in as ${role}`).toBe(303);
}

interface TestFixtures {
  /** Who has signed in before the test begins; `nobody` for none. */
  role: Role | 'nobody';
  ownServer: boolean;
  expectedErrors: RegExp | undefined;
  server: Server;
  consoleErrors: string[];
}

/** A page that is left breaks off what it was asking for; nobody sees that, and what it asked for would show otherwise. */
const LEFT = /server function.*Failed to fetch/;

async function run(use: (server: Server) => Promise<void>): Promise<void> {
  const server = await start(process.env.BAOGONG_E2E_SEED!);
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

export const test = base.extend<TestFixtures, { sharedServer: Server }>({
  role: ['office_officer', { option: true }],
  ownServer: [false, { option: true }],
  expectedErrors: [undefined, { option: true }],

  sharedServer: [({}, use) => run(use), { scope: 'worker', timeout: 60_000 }],

  server: async ({ ownServer, sharedServer }, use, testInfo) => {
    const check = async (server: Server) => {
      await use(server);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server.log', { body: server.log(), contentType: 'text/plain' });
      }
    };
    await (ownServer ? run(check) : check(sharedServer));
  },

  baseURL: ({ server }, use) => use(server.url),

  context: async ({ context, server, role }, use) => {
    if (role !== 'nobody') await signIn(context, server.url, role);
    await use(context);
  },

  consoleErrors: [
    async ({ context, expectedErrors }, use) => {
      const errors: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => errors.push(String(error.error())));
      await use(errors);
      expect(errors.filter((error) => !LEFT.test(error) && !expectedErrors?.test(error)), 'errors in the browser console').toEqual([]);
    },
    { auto: true },
  ],
});
