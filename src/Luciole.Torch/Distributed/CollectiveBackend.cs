namespace Luciole.Torch.Distributed;

/// <summary>Who carries tensors between ranks.</summary>
public enum CollectiveBackend
{
    /// <summary>Gloo, between processors.</summary>
    Gloo,

    /// <summary>NCCL, between NVIDIA GPUs.</summary>
    Nccl,
}
