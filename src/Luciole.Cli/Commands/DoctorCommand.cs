using System.CommandLine;
using System.Runtime.InteropServices;
using Luciole.Cli.Terminal;
using Luciole.Files;
using Luciole.Imaging.Tiff;
using Luciole.Torch.Cuda;
using Luciole.Torch.Runtime;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole doctor</c>: what this machine and this installation are, and what slows them down.</summary>
internal static class DoctorCommand
{
    public static Command Create(TerminalOutput output)
    {
        var command = new Command("doctor", "Tell what this machine and installation are: processor, memory, libtorch, BLAS speed, threads, GPU.");
        command.SetAction(_ => Run(output));
        return command;
    }

    private static int Run(TerminalOutput output)
    {
        var threads = TorchRuntime.UseThreads();
        var gigaflops = BlasSpeed.Measure();
        var table = new PlainTable()
            .Row("Luciole", ProgramVersion.Text)
            .Row(".NET", RuntimeInformation.FrameworkDescription)
            .Row("system", RuntimeInformation.OSDescription)
            .Row("processor", ProcessorName())
            .Row("cores", $"{PhysicalCores.Count()} physical, {Environment.ProcessorCount} usable")
            .Row("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB")
            .Row("libtorch", LibtorchName())
            .Row("libtiff", TiffLibrary.Version)
            .Row("binding", NativeFolder.Find("libluciole_torch.so"))
            .Row("threads", $"{threads}")
            .Row("BLAS", $"{gigaflops:F0} GFLOP/s on a 384 x 384 product")
            .Row("GPU driver", CudaDevices.Driver ?? "none");
        AddGpus(table);
        output.Line(table.ToString());
        output.Line();
        output.Line(TorchRuntime.BuildDescription.Trim());
        var warning = BlasSpeed.Warning(gigaflops, threads);
        output.Line();
        output.Line(warning ?? "No problem found.");
        return CommandLine.Success;
    }

    private static string LibtorchName() =>
        $"{TorchRuntime.Version}{(CudaBuild.Parse(TorchRuntime.BuildDescription) is { Runtime.Length: > 0 } build ? $", CUDA {build.Runtime}, cuDNN {build.Cudnn}" : CudaDevices.IsBuilt ? ", with CUDA" : ", without CUDA")}";

    private static void AddGpus(PlainTable table)
    {
        var count = CudaDevices.Count;
        table.Row("GPUs", count == 0 ? $"none that this libtorch can use: {CudaDevices.WhyNot(0)}" : $"{count}");
        for (var index = 0; index < count; index++)
            table.Row($"GPU {index}", Describe(index));
        if (count > 0 && !CudaDevices.HasExtras)
            table.Row("", "CUDA graphs and counts of GPU memory are not built in: CUDA's headers were not found. Install the nvidia-cuda-runtime package of this CUDA beside torch, delete build/native-obj and build/native.stamp, and start again.");
    }

    private static string Describe(int index)
    {
        try
        {
            return CudaDevices.Describe(index).ToString();
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static string ProcessorName()
    {
        const string Key = "model name";
        var line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
