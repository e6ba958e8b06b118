using Luciole.Files;

namespace Luciole.Imaging.Tests;

/// <summary>What every refusal must be: one sentence that names the file.</summary>
internal static class Sentence
{
    public static void IsClear(string path, InputException error)
    {
        Assert.StartsWith(path, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.DoesNotContain(". ", error.Message[path.Length..]);
        Assert.InRange(error.Message.Length - path.Length, 20, 400);
    }
}
