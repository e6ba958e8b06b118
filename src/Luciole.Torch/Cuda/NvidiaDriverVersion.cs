using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Luciole.Torch.Cuda;

/// <summary>The version that NVIDIA gives its driver, for instance 580.159.04: of NVIDIA's management library, else of the kernel's module.</summary>
internal static unsafe partial class NvidiaDriverVersion
{
    private const string ManagementLibrary = "libnvidia-ml.so.1";
    private const string KernelModule = "/proc/driver/nvidia/version";

    /// <summary>The version, or null where nothing tells it.</summary>
    public static string? Read() => OfManagementLibrary() ?? OfKernelModule();

    /// <summary>The version in the text of <c>/proc/driver/nvidia/version</c>, or null.</summary>
    public static string? Parse(string text) => Version().Match(text) is { Success: true } match ? match.Groups["version"].Value : null;

    private static string? OfManagementLibrary()
    {
        if (!NativeLibrary.TryLoad(ManagementLibrary, out var library))
            return null;
        if (!NativeLibrary.TryGetExport(library, "nvmlInit_v2", out var init) ||
            !NativeLibrary.TryGetExport(library, "nvmlSystemGetDriverVersion", out var version) ||
            !NativeLibrary.TryGetExport(library, "nvmlShutdown", out var shutdown) ||
            ((delegate* unmanaged<int>)init)() != 0)
        {
            return null;
        }

        var buffer = stackalloc byte[96];
        var status = ((delegate* unmanaged<byte*, uint, int>)version)(buffer, 96);
        _ = ((delegate* unmanaged<int>)shutdown)();
        return status == 0 ? Marshal.PtrToStringUTF8((nint)buffer) : null;
    }

    private static string? OfKernelModule()
    {
        try
        {
            return File.Exists(KernelModule) ? Parse(File.ReadAllText(KernelModule)) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^NVRM version:.*?\s(?<version>\d+\.\d+(\.\d+)?)\s", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
