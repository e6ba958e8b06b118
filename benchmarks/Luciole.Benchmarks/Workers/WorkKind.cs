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

    /// <summary>Training steps on a device, as the training loop makes them.</summary>
    DeviceTraining,

    /// <summary>Forward passes on a device with the copies there and back.</summary>
    DevicePrediction,

    /// <summary>Products of square matrices; Luciole only.</summary>
    MatrixProduct,
}
