using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Luciole.Data.Discovery;

namespace Luciole.Workflows;

/// <summary>Tells whether a training goes on with the samples it was begun with: their number and the names of their files.</summary>
internal static class SampleFingerprint
{
    private const int Digits = 16;

    /// <summary>For instance <c>1,248 samples (3f2a...)</c>. Folders may move; names and order may not change.</summary>
    public static string Of(IReadOnlyList<Sample> samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sample in samples)
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(sample.RawPath)}\n{Path.GetFileName(sample.TargetPath)}\n"));
        return string.Create(CultureInfo.InvariantCulture, $"{samples.Count:N0} samples ({Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits]})");
    }
}
