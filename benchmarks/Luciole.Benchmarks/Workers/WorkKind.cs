namespace Luciole.Benchmarks.Workers;

/// <summary>What a worker does at each go.</summary>
internal enum WorkKind
{
    /// <summary>A forward pass in evaluation.</summary>
    Prediction,

    /// <summary>A forward pass, the way back, a step of AdamW.</summary>
    Training,

    /// <summary>One convolution.</summary>
    Convolution,

    /// <summary>The way back through one convolution, to its input, its weight and its bias.</summary>
    ConvolutionBackward,

    /// <summary>A whole image in patches of the network's size; Luciole only.</summary>
    Image,
}
