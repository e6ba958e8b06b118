using System.Text;
using Luciole.Files;

namespace Luciole.Workflows.Sharing;

/// <summary>
/// The files by which processes that share an output folder tell each other who does what, in <c>.luciole-share/TASK/</c>:
/// <c>NAME.claim-1</c>, <c>-2</c>, ... (who took it, and who took it over), <c>NAME.done</c>, <c>NAME.failed</c>, <c>owner-ID</c> (its pulse).
/// </summary>
internal sealed class ShareMarks
{
    private const int LongestName = 120;
    private const int HashLength = 16;
    private readonly string _folder;

    /// <summary>Makes the folder of marks.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public ShareMarks(string outputFolder, string task)
    {
        _folder = Path.Combine(outputFolder, ".luciole-share", ContentHash.OfText(task)[..HashLength]);
        OutputFolder.Create(_folder);
    }

    /// <summary>An owner's pulse.</summary>
    public string Pulse(string owner) => Path.Combine(_folder, $"owner-{owner}");

    /// <summary>The claim on a unit; each that takes it over from the one before has a number of its own.</summary>
    public string Claim(WorkUnit unit, int number) => Mark(unit, $".claim-{number}");

    /// <summary>The mark of a unit that is done.</summary>
    public string Done(WorkUnit unit) => Mark(unit, ".done");

    /// <summary>The mark of a unit that failed.</summary>
    public string Failed(WorkUnit unit) => Mark(unit, ".failed");

    /// <summary>Makes a file that must not exist yet; false when it does. Exclusive creation is what network file systems too do as one step.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static bool TryCreate(string path, string text)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); processes that share a folder must all be allowed to write there.", e);
        }
    }

    /// <summary>What a mark holds; null when there is none.</summary>
    public static string? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException) when (!File.Exists(path))
        {
            // NFS, when it was deleted between opening and reading.
            return null;
        }
    }

    /// <summary>Deletes a mark, if it can be.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left is overruled by the marks that were written.
        }
    }

    private string Mark(WorkUnit unit, string ending)
    {
        var name = Uri.EscapeDataString(unit.Name);
        return Path.Combine(_folder, (name.Length <= LongestName ? name : name[..LongestName] + ContentHash.OfText(unit.Name)[..HashLength]) + ending);
    }
}
