using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Luciole.Torch.Native;

namespace Luciole.Torch.Autograd;

/// <summary>
/// A differentiable operator written in C#: a forward computation outside autograd, and how gradients go back through it.
/// The object lives as long as the graph; tensors it saved are freed in <see cref="Dispose(bool)"/>.
/// </summary>
public abstract unsafe class GradientFunction : IDisposable
{
    private readonly List<Tensor> _saved = [];

    /// <summary>Computes the outputs; autograd is off meanwhile. Tensors wanted for the way back go through <see cref="Save"/>.</summary>
    protected abstract Tensor[] Forward(Tensor[] inputs);

    /// <summary>
    /// From the gradient of each output (null: none came) to the gradient of each input (null: none). May run on another thread.
    /// </summary>
    protected abstract Tensor?[] Backward(Tensor?[] outputGradients);

    /// <summary>Holds a tensor until the graph is freed.</summary>
    protected Tensor Save(Tensor tensor)
    {
        using var scope = new TensorScope();
        var saved = TensorScope.Release(tensor.Detach());
        _saved.Add(saved);
        return saved;
    }

    /// <summary>Runs <paramref name="function"/> on <paramref name="inputs"/> and makes its outputs differentiable.</summary>
    public static Tensor[] Apply(GradientFunction function, params Tensor[] inputs)
    {
        Tensor[] outputs;
        using (new NoGradScope())
            outputs = function.Forward(inputs);

        var inputHandles = stackalloc nint[inputs.Length];
        var outputHandles = stackalloc nint[outputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            inputHandles[i] = inputs[i].Handle;
        for (var i = 0; i < outputs.Length; i++)
            outputHandles[i] = outputs[i].Handle;
        var state = GCHandle.ToIntPtr(GCHandle.Alloc(function));
        LibLucioleTorch.Check(LibLucioleTorch.GradientFunctionAttach(
            inputHandles, inputs.Length, outputHandles, outputs.Length, &RunBackward, &ReleaseState, state));
        GC.KeepAlive(inputs);
        GC.KeepAlive(outputs);
        return outputs;
    }

    /// <summary>Frees the saved tensors.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (var tensor in _saved)
            tensor.Dispose();
        _saved.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RunBackward(nint state, int gradientCount, nint* gradients, int inputCount, nint* inputGradients)
    {
        try
        {
            var function = (GradientFunction)GCHandle.FromIntPtr(state).Target!;
            using var scope = new TensorScope();
            var incoming = new Tensor?[gradientCount];
            for (var i = 0; i < gradientCount; i++)
            {
                if (gradients[i] == 0)
                    continue;
                LibLucioleTorch.Check(LibLucioleTorch.TensorShare(gradients[i], out var shared));
                incoming[i] = new Tensor(shared);
            }

            var outgoing = function.Backward(incoming);
            if (outgoing.Length != inputCount)
                throw new InvalidOperationException($"{function.GetType().Name} returned {outgoing.Length} gradients for {inputCount} inputs.");
            for (var i = 0; i < inputCount; i++)
            {
                if (outgoing[i] is { } gradient)
                    LibLucioleTorch.Check(LibLucioleTorch.TensorShare(gradient.Handle, out inputGradients[i]));
            }

            return 0;
        }
        catch (Exception e)
        {
            LibLucioleTorch.SetError(e is TorchException torch ? torch.NativeText : $"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleaseState(nint state)
    {
        var handle = GCHandle.FromIntPtr(state);
        ((GradientFunction)handle.Target!).Dispose();
        handle.Free();
    }
}
