/** `baoluu config`: what the configuration says, whether it is right, and its schema for editors. */
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { Argument, type Command } from 'commander';
import { EXIT } from '../article/errors.ts';
import { contextOf, writeJson } from './context.ts';
import { plural } from './format.ts';
import type { Io } from './io.ts';
import type { Finish } from './main.ts';
import { PACKAGE_FOLDER } from './version.ts';

export function defineConfig(program: Command, io: Io, finish: Finish): void {
  const config = program.command('config').description('check and show the configuration');
  config
    .command('validate')
    .description('check config files; without a name, all that are in use')
    .argument('[file...]', 'baoluu.yaml or site files')
    .action(async (files: string[], _flags: object, self: Command) => {
      if (!(await validate(files, self, io))) finish(EXIT.usage);
    });
  config
    .command('show')
    .description('print the configuration in use, and where each value comes from')
    .argument('[site]', 'one site instead of the settings')
    .action(async (site: string | undefined, _flags: object, self: Command) => show(site, self, io));
  config
    .command('schema')
    .description('print the JSON Schema of a config file, for editors')
    .addArgument(new Argument('[which]', 'which file').choices(['main', 'site']).default('site'))
    .action(async (which: string) => {
      const { jsonSchemaText, mainJsonSchema, siteJsonSchema } = await import('../config/jsonSchema.ts');
      io.out.write(jsonSchemaText(which === 'main' ? mainJsonSchema() : siteJsonSchema()));
    });
}

async function validate(files: readonly string[], self: Command, io: Io): Promise<boolean> {
  const [{ validateFiles }, { configFiles }, { selectorProblem }, { formatProblem }] = await Promise.all([
    import('../config/validate.ts'),
    import('../config/readSettings.ts'),
    import('../extract/selector.ts'),
    import('../config/problem.ts'),
  ]);
  const { config: file } = self.optsWithGlobals<{ config?: string }>();
  const places = { cwd: io.cwd, env: io.env, packageFolder: PACKAGE_FOLDER, ...(file === undefined ? {} : { file }) };
  const paths = files.length > 0 ? files.map((name) => resolve(io.cwd, name)) : await configFiles(places);
  const reports = await validateFiles(paths, { cwd: io.cwd, checkSelector: selectorProblem });
  const problems = reports.flatMap((report) => report.problems);
  const { json } = self.optsWithGlobals<{ json?: boolean }>();
  for (const problem of problems) {
    if (json === true) writeJson(io, 'baoluu.problem/1', problem);
    else io.out.write(`${formatProblem(problem, io.cwd)}\n`);
  }
  io.err.write(`${plural(reports.length, 'file')}: ${problems.length === 0 ? 'no problem' : plural(problems.length, 'problem')}\n`);
  return problems.length === 0;
}

async function show(name: string | undefined, self: Command, io: Io): Promise<void> {
  const { config, storage, isJson } = await contextOf(self, io);
  const { sites, siteFiles, origins, ...settings } = config;
  const chosen = name === undefined ? undefined : sites.find((site) => site.name === name);
  if (name !== undefined && chosen === undefined) {
    const { UsageError } = await import('../article/errors.ts');
    throw new UsageError(`There is no site "${name}"; there are ${sites.map((site) => site.name).join(', ')}.`);
  }
  const value = chosen ?? { ...settings, storage, sites: siteFiles, origins };
  io.out.write(
    isJson
      ? `${JSON.stringify({ schema: chosen === undefined ? 'baoluu.config/1' : 'baoluu.site/1', ...value })}\n`
      : stringify(value, { lineWidth: 0 }),
  );
}
