namespace Luciole.Checkpoints;

/// <summary>What an allow-listed Python name stands for when a pickle calls it.</summary>
internal enum GlobalKind
{
    /// <summary>A name that may stand as a value but must not be called.</summary>
    Name,

    /// <summary>A class whose objects are kept as class, arguments and attributes.</summary>
    Object,

    /// <summary>dict and its subclasses.</summary>
    Dict,

    /// <summary>list and deque.</summary>
    List,

    /// <summary>tuple and torch.Size.</summary>
    Tuple,

    /// <summary>set and frozenset.</summary>
    Set,

    /// <summary>bytes, bytearray.</summary>
    Bytes,

    /// <summary>_codecs.encode, by which protocol 2 spells bytes.</summary>
    Encode,

    /// <summary>A str subclass.</summary>
    Text,

    /// <summary>copyreg._reconstructor, by which protocols 0 and 1 spell objects.</summary>
    Reconstructor,

    /// <summary>A class of storage.</summary>
    Storage,

    /// <summary>An element type of PyTorch, with a known <see cref="PickleGlobal.ElementType"/> where the reader supports it.</summary>
    TorchType,

    /// <summary>torch._utils._rebuild_tensor, _v2.</summary>
    Tensor,

    /// <summary>torch._utils._rebuild_tensor_v3.</summary>
    TensorOfType,

    /// <summary>torch._utils._rebuild_parameter.</summary>
    Parameter,

    /// <summary>torch._tensor._rebuild_from_type_v2.</summary>
    TensorWithAttributes,

    /// <summary>numpy.core.multiarray.scalar.</summary>
    NumpyScalar,

    /// <summary>numpy.core.multiarray._reconstruct.</summary>
    NumpyArray,

    /// <summary>numpy.core.numeric._frombuffer.</summary>
    NumpyBuffer,

    /// <summary>Known to PyTorch but not to this reader; <see cref="AllowedGlobals"/> says what it is.</summary>
    Unsupported,
}
