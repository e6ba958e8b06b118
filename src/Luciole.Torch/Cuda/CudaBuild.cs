using System.Text.RegularExpressions;

namespace Luciole.Torch.Cuda;

/// <summary>What libtorch's description of itself says of CUDA.</summary>
/// <param name="Runtime">The version of CUDA, for instance "13.0"; empty for a build without.</param>
/// <param name="Cudnn">The version of cuDNN, for instance "9.1.0"; empty for a build without.</param>
public sealed partial record CudaBuild(string Runtime, string Cudnn)
{
    /// <summary>Reads <see cref="Runtime.TorchRuntime.BuildDescription"/>.</summary>
    public static CudaBuild Parse(string description) => new(First(description, SettingOfCuda(), LineOfCuda()), First(description, SettingOfCudnn(), LineOfCudnn()));

    private static string First(string text, params ReadOnlySpan<Regex> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Match(text) is { Success: true } match)
                return match.Groups["version"].Value;
        }

        return "";
    }

    // The settings are told by every build with CUDA, the lines only where it sees a GPU.
    [GeneratedRegex(@"\bCUDA_VERSION=(?<version>\d+\.\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingOfCuda();

    [GeneratedRegex(@"\bCUDA Runtime (?<version>\d+\.\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineOfCuda();

    [GeneratedRegex(@"\bCUDNN_VERSION=(?<version>\d+\.\d+(\.\d+)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingOfCudnn();

    [GeneratedRegex(@"\bCuDNN (?<version>\d+\.\d+(\.\d+)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineOfCudnn();
}
