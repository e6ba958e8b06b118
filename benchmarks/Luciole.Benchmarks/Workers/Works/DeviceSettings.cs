using Luciole.Torch;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>Between the words of <see cref="EngineSettings"/> and the engine.</summary>
internal static class DeviceSettings
{
    /// <summary>How single precision is multiplied, and whether cuDNN tries its algorithms.</summary>
    public static void MathModes(bool tensorFloat32, bool autotuning)
    {
        // Not there before the engine is.
        _ = (tensorFloat32, autotuning);
    }

    /// <summary>A training's options with the engine's.</summary>
    public static TrainingOptions Apply(EngineSettings engine, TrainingOptions options) => options;

    /// <summary>The precision of forward passes until it is disposed.</summary>
    public static IDisposable? Forward(EngineSettings engine, Device device) => null;

    /// <summary>The memory that the process and its device needed at most.</summary>
    public static WorkerMemory Memory(Device device) => new(ProcessFigures.PeakMemory());
}
