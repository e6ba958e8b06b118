using Luciole.Torch;
using Luciole.Torch.Modules;
namespace Luciole.Training;
/// <summary>stub</summary>
public sealed class WeightAverage(Module m, double decay) : IDisposable
{
    /// <summary>s</summary>
    public long Steps => (long)decay;
    /// <summary>s</summary>
    public void Update() => _ = m.IsTraining;
    /// <summary>s</summary>
    public IDisposable Apply() => throw new NotSupportedException();
    /// <summary>s</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors() => m.State().Select(t => KeyValuePair.Create(t.Name, t.Tensor));
    /// <summary>s</summary>
    public void Dispose() { }
}
