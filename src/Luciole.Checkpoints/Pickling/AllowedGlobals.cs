using System.Collections.Frozen;

namespace Luciole.Checkpoints;

/// <summary>
/// The only Python names a checkpoint may use. Anything else in a pickle is refused by name; nothing is ever imported or run.
/// </summary>
internal static class AllowedGlobals
{
    private static readonly FrozenDictionary<string, (GlobalKind Kind, ElementType? Type)> Table = MakeTable();

    /// <summary>What PyTorch has and this reader has not, with the words for it.</summary>
    private static readonly FrozenDictionary<string, string> Unsupported = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_qtensor"] = "a quantized tensor",
        ["torch._utils._rebuild_sparse_tensor"] = "a sparse tensor",
        ["torch._utils._rebuild_sparse_csr_tensor"] = "a sparse tensor",
        ["torch._utils._rebuild_nested_tensor"] = "a nested tensor",
        ["torch._utils._rebuild_meta_tensor_no_storage"] = "a tensor without values (device meta)",
        ["torch._utils._rebuild_device_tensor_from_numpy"] = "a tensor of a special device",
        ["torch._utils._rebuild_device_tensor_from_cpu_tensor"] = "a tensor of a special device",
        ["torch._utils._rebuild_xla_tensor"] = "a tensor of a special device",
        ["torch._utils._rebuild_wrapper_subclass"] = "a tensor subclass",
        ["torch.storage._load_from_bytes"] = "a tensor pickled without torch.save",
        ["torch.QInt8Storage"] = "quantized values (qint8)",
        ["torch.QUInt8Storage"] = "quantized values (quint8)",
        ["torch.QInt32Storage"] = "quantized values (qint32)",
        ["torch.QUInt4x2Storage"] = "quantized values (quint4x2)",
        ["torch.QUInt2x4Storage"] = "quantized values (quint2x4)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name as an inert value, or null when it is not allowed.</summary>
    public static PickleGlobal? Find(string module, string name)
    {
        name = module == "__builtin__"
            ? name switch { "long" => "int", "xrange" => "range", "unicode" => "str", _ => name } // what protocols 0 to 2 write for Python 2
            : name;
        module = module switch
        {
            "__builtin__" => "builtins",
            "copy_reg" => "copyreg",
            "numpy._core.multiarray" => "numpy.core.multiarray",
            "numpy._core.numeric" => "numpy.core.numeric",
            "torch.cuda" when name.EndsWith("Storage", StringComparison.Ordinal) => "torch",
            "torch.storage" when name.EndsWith("Storage", StringComparison.Ordinal) => "torch",
            "pathlib._local" => "pathlib",
            _ => module,
        };
        var fullName = $"{module}.{name}";
        if (Table.TryGetValue(fullName, out var entry))
            return new PickleGlobal(module, name, entry.Kind, entry.Type);
        return Unsupported.ContainsKey(fullName) ? new PickleGlobal(module, name, GlobalKind.Unsupported, null) : null;
    }

    /// <summary>What an unsupported name makes, in words.</summary>
    public static string WordsFor(PickleGlobal global) => Unsupported.TryGetValue(global.FullName, out var words) ? words : global.FullName;

    private static FrozenDictionary<string, (GlobalKind Kind, ElementType? Type)> MakeTable()
    {
        var table = new Dictionary<string, (GlobalKind Kind, ElementType? Type)>(StringComparer.Ordinal);

        void Add(GlobalKind kind, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                table[name] = (kind, null);
        }

        foreach (var type in Enum.GetValues<ElementType>())
        {
            table[$"torch.{type.TorchName()}"] = (GlobalKind.TorchType, type);
            if (type.StorageName() is { } storage)
                table[$"torch.{storage}"] = (GlobalKind.Storage, type);
        }

        table["torch.UntypedStorage"] = (GlobalKind.Storage, ElementType.UInt8);

        // Types that may be named (a partial, a saved argument) but whose values this reader does not read.
        Add(GlobalKind.TorchType, "torch.complex32", "torch.float8_e4m3fnuz", "torch.float8_e5m2fnuz", "torch.float8_e8m0fnu", "torch.float4_e2m1fn_x2",
            "torch.qint8", "torch.quint8", "torch.qint32", "torch.quint4x2", "torch.quint2x4", "torch.bits8");

        Add(GlobalKind.Tensor, "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2");
        Add(GlobalKind.TensorOfType, "torch._utils._rebuild_tensor_v3");
        Add(GlobalKind.Parameter, "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state");
        Add(GlobalKind.TensorWithAttributes, "torch._tensor._rebuild_from_type_v2");
        Add(GlobalKind.Tuple, "torch.Size", "builtins.tuple");
        Add(GlobalKind.Object, "torch.device", "torch.serialization._get_layout");
        Add(GlobalKind.Text, "torch.torch_version.TorchVersion");
        Add(GlobalKind.Name, "torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer",
            "torch.strided", "torch.contiguous_format", "torch.channels_last", "torch.channels_last_3d", "torch.preserve_format",
            "torch.nn.modules.normalization.LayerNorm", "torch.nn.modules.normalization.GroupNorm",
            "torch.nn.modules.batchnorm.BatchNorm2d", "torch.nn.modules.batchnorm.BatchNorm3d", "torch.nn.modules.batchnorm.SyncBatchNorm",
            "torch.nn.modules.instancenorm.InstanceNorm2d", "torch.nn.modules.activation.GELU", "torch.nn.modules.activation.ReLU",
            "torch.nn.modules.activation.ELU", "torch.nn.modules.activation.SiLU", "torch.nn.modules.activation.LeakyReLU");

        Add(GlobalKind.Dict, "builtins.dict", PickleDict.OrderedDict, PickleDict.CfgNode, "collections.defaultdict", "collections.Counter");
        Add(GlobalKind.List, "builtins.list", "collections.deque");
        Add(GlobalKind.Set, "builtins.set", "builtins.frozenset");
        Add(GlobalKind.Bytes, "builtins.bytes", "builtins.bytearray");
        Add(GlobalKind.Encode, "_codecs.encode");
        Add(GlobalKind.Reconstructor, "copyreg._reconstructor");
        Add(GlobalKind.Object, "builtins.complex", "builtins.slice", "builtins.range", "functools.partial", "argparse.Namespace", "types.SimpleNamespace",
            "pathlib.PosixPath", "pathlib.PurePosixPath", "pathlib.WindowsPath", "pathlib.PureWindowsPath", "pathlib.Path", "pathlib.PurePath",
            "datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta", "datetime.timezone");
        Add(GlobalKind.Name, "builtins.int", "builtins.float", "builtins.str", "builtins.bool", "builtins.object", "builtins.NoneType", "builtins.Ellipsis");

        Add(GlobalKind.NumpyScalar, "numpy.core.multiarray.scalar");
        Add(GlobalKind.NumpyArray, "numpy.core.multiarray._reconstruct");
        Add(GlobalKind.NumpyBuffer, "numpy.core.numeric._frombuffer");
        Add(GlobalKind.Object, "numpy.dtype");
        Add(GlobalKind.Name, "numpy.ndarray", "numpy.bool_", "numpy.float16", "numpy.float32", "numpy.float64", "numpy.int8", "numpy.int16", "numpy.int32",
            "numpy.int64", "numpy.uint8", "numpy.uint16", "numpy.uint32", "numpy.uint64", "numpy.complex64", "numpy.complex128");
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
