using Cornea.Goldens;

// Runs every golden case under a folder: the first argument, else CORNEA_GOLDENS, else tests/Goldens.
// Prints each failing case, then "N passed, N failed"; the exit code is 1 when some failed or there was none.
var folder = new GoldenFolder(args.Length > 0 ? args[0] : GoldenFolder.DefaultPath);
int passed = 0, failed = 0;
foreach (string name in folder.Names)
{
    string? failure = GoldenRunner.Failure(folder, name);
    if (failure is null)
    {
        passed++;
        continue;
    }

    failed++;
    Console.WriteLine($"FAILED {name}: {failure}");
}

if (folder.Names.Count == 0)
    Console.WriteLine("There is no golden case.");
Console.WriteLine($"{passed} passed, {failed} failed");
return failed > 0 || folder.Names.Count == 0 ? 1 : 0;
