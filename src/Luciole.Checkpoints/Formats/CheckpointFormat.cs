namespace Luciole.Checkpoints;

/// <summary>How a checkpoint file is laid out.</summary>
public enum CheckpointFormat
{
    /// <summary>A zip archive with a pickle and one record per storage: PyTorch 1.6 and later.</summary>
    Zip,

    /// <summary>Pickles followed by the storages: PyTorch 0.1.10 to 1.5, or <c>_use_new_zipfile_serialization=False</c>.</summary>
    Legacy,

    /// <summary>One pickle without PyTorch tensors, for instance of NumPy arrays.</summary>
    Pickle,

    /// <summary>Safetensors: a header in JSON and the tensors' bytes.</summary>
    Safetensors,
}
