using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>Forward passes on a device, the images copied there and the predictions back.</summary>
internal sealed class DevicePredictionWork : NetworkWork
{
    private readonly Device _device;
    private readonly int _steps;
    private readonly EngineSettings _engine;

    public DevicePredictionWork(WorkOrder order)
        : base(order)
    {
        (_device, _steps, _engine) = (Device.Parse(order.Device), order.Steps, order.Engine ?? new EngineSettings());
        Model.MoveTo(_device);
        Model.Eval();
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        using var noGrad = new NoGradScope();
        using var modes = DeviceSettings.Forward(_engine, _device);
        TorchRuntime.Synchronize(_device);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _steps; i++)
        {
            using var scope = new TensorScope();
            Keep(Forward(Input.To(_device)).Prediction.To(ScalarType.Float32).To(Device.Cpu));
        }

        TorchRuntime.Synchronize(_device);
        return new WorkDone(Since(start) / _steps, new Dictionary<string, double>());
    }

    /// <inheritdoc/>
    public override WorkerMemory Memory() => DeviceSettings.Memory(_device);
}
