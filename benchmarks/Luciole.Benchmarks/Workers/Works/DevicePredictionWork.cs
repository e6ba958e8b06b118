using System.Diagnostics;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;
using Luciole.Training;

namespace Luciole.Benchmarks.Workers.Works;

/// <summary>Forward passes on a device, the images copied there and the predictions back.</summary>
internal sealed class DevicePredictionWork : NetworkWork
{
    private readonly DeviceSettings _settings;
    private readonly int _steps;
    private readonly Tensor _images;

    public DevicePredictionWork(WorkOrder order)
        : base(order)
    {
        (_settings, _steps) = (DeviceSettings.Of(order), order.Steps);
        Model.MoveTo(_settings.Device);
        if (_settings.ChannelsLast)
            ChannelsLast.Apply(Model);
        Model.Eval();
        _images = Input.PinMemory();
    }

    /// <inheritdoc/>
    public override WorkDone Go()
    {
        _settings.ResetPeak();
        using var noGrad = new NoGradScope();
        TorchRuntime.Synchronize(_settings.Device);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _steps; i++)
        {
            using var scope = new TensorScope();
            Keep(Predict(_images.To(_settings.Device, nonBlocking: true)).To(Device.Cpu));
        }

        TorchRuntime.Synchronize(_settings.Device);
        return new WorkDone(Since(start) / _steps, new Dictionary<string, double>());
    }

    /// <inheritdoc/>
    public override WorkerMemory Memory() => _settings.Memory();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _images.Dispose();
    }

    private Tensor Predict(Tensor images)
    {
        using var precision = _settings.Precision();
        return Forward(_settings.ChannelsLast ? images.ToChannelsLast() : images).Prediction.To(ScalarType.Float32);
    }
}
