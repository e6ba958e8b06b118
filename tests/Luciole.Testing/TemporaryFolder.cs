namespace Luciole.Testing;

/// <summary>A folder that is deleted with all it holds at the end of the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => FullName = Directory.CreateTempSubdirectory("luciole-test-").FullName;

    public string FullName { get; }

    public string File(params string[] parts) => Path.Combine([FullName, .. parts]);

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
