using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>
/// The output folder with what a preparation keeps beside the trees: <c>.prepare/</c> (the manifest, unfinished copies, a lock),
/// <c>extracted/</c> (the studies out of archives) and <c>prepared.csv</c>. It is held for one preparation at a time.
/// </summary>
internal sealed class PreparedFolder : IDisposable
{
    private const string LockFileName = "lock";
    private const int WouldBlock = 11;
    private readonly string _own;
    private readonly FileStream _lock;

    private PreparedFolder(string path)
    {
        FullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _own = Path.Combine(FullPath, ".prepare");
        try
        {
            Directory.CreateDirectory(_own);
            _lock = new FileStream(Path.Combine(_own, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            // Nobody else writes here now, so what a killed run left unfinished goes.
            foreach (var folder in new[] { FullPath, _own })
                AtomicFile.RemoveUnfinished(folder);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new InputException($"{path}: another preparation is at work in this folder; wait for its end.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); choose a folder for --out that you may write to.", e);
        }
    }

    /// <summary>Its absolute path.</summary>
    public string FullPath { get; }

    /// <summary>The list of what is where, for the user.</summary>
    public string Report => Path.Combine(FullPath, "prepared.csv");

    /// <summary>The list of what may be removed, for the next run.</summary>
    public string Manifest => Path.Combine(_own, "files.tsv");

    /// <summary>Copies that are not complete.</summary>
    public string Unfinished => Path.Combine(_own, "unfinished");

    /// <summary>The studies out of archives, one folder for each archive.</summary>
    public string Extracted => Path.Combine(FullPath, "extracted");

    /// <summary>Creates the folder where it is missing, and holds it.</summary>
    /// <exception cref="InputException">It cannot be written, or another preparation holds it.</exception>
    public static PreparedFolder Open(string path) => new(path);

    /// <summary>An absolute path of something in it.</summary>
    public string PathOf(string relative) => Path.Combine(FullPath, relative);

    /// <summary>Ends the hold. A folder in which nothing came to be disappears.</summary>
    public void Dispose()
    {
        try
        {
            if (!File.Exists(Manifest))
                File.Delete(_lock.Name);
            _lock.Dispose();
            foreach (var folder in new[] { Unfinished, Extracted, _own, FullPath })
                EmptyFolder.Remove(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty folder may stay; what the run told matters more.
        }
    }
}
