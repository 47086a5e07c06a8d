/** Tests that start the program as a person does need it built; a stale build would test yesterday's code. */
import { execFileSync } from 'node:child_process';

export default function build(): void {
  // Over the last build, not after removing it: whatever runs from it meanwhile goes on.
  execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
