using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Luciole.Files;

namespace Luciole.Checkpoints;

/// <summary>What <c>luciole inspect</c> shows of a checkpoint.</summary>
public sealed class CheckpointSummary
{
    private static readonly string[] MainSettings =
    [
        "PROBLEM.TYPE", "PROBLEM.NDIM", "DATA.PATCH_SIZE", "DATA.NORMALIZATION.TYPE", "DATA.NORMALIZATION.MEASURE_BY", "DATA.TEST.PADDING", "DATA.TEST.OVERLAP",
        "MODEL.ARCHITECTURE", "MODEL.VIT_TOKEN_SIZE", "MODEL.VIT_EMBED_DIM", "MODEL.VIT_NUM_LAYERS", "MODEL.VIT_NUM_HEADS", "MODEL.VIT_MLP_RATIO", "MODEL.VIT_NORM_EPS",
        "MODEL.UNETR_VIT_HIDD_MULT", "MODEL.UNETR_VIT_NUM_FILTERS", "MODEL.UNETR_DEC_ACTIVATION", "MODEL.UNETR_DEC_KERNEL_SIZE", "MODEL.NORMALIZATION",
        "MODEL.MAE_MASK_TYPE", "MODEL.MAE_MASK_RATIO", "TRAIN.OPTIMIZER", "TRAIN.LR", "TRAIN.W_DECAY", "TRAIN.BATCH_SIZE", "TRAIN.EPOCHS", "TRAIN.LR_SCHEDULER.NAME",
    ];

    private CheckpointSummary(PyTorchCheckpoint checkpoint, bool withStatistics)
    {
        File = checkpoint.Path;
        FileLength = checkpoint.FileLength;
        Format = checkpoint.Format;
        ModelKey = checkpoint.ModelKey;
        Epoch = checkpoint.Epoch;
        BiaPyVersion = checkpoint.BiaPyVersion;
        Architecture = checkpoint.Configuration?.Find("MODEL.ARCHITECTURE")?.AsString;
        Entries = [.. checkpoint.Keys.Select(k => KeyValuePair.Create(k, Describe(checkpoint[k]!)))];
        Settings = [.. MainSettings.Where(k => checkpoint.Configuration?.Find(k) is not null).Select(k => KeyValuePair.Create(k, checkpoint.Configuration!.Find(k)!))];
        Tensors = checkpoint.HasModel
            ? [.. checkpoint.StateDict.Select(e => new TensorSummary(
                e.Key, e.Value.DType.TorchName(), e.Value.Shape, e.Value.ElementCount, withStatistics ? e.Value.Statistics() : null))]
            : [];
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its bytes.</summary>
    public long FileLength { get; }

    /// <summary>How it is laid out.</summary>
    public CheckpointFormat Format { get; }

    /// <summary>The outermost entries, each with a few words about its content.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Entries { get; }

    /// <summary>The entry that holds the model's tensors; null for a plain state dict or a file without a model.</summary>
    public string? ModelKey { get; }

    /// <summary>The epoch, a number or <c>best</c>, or null.</summary>
    public string? Epoch { get; }

    /// <summary>The version of BiaPy that wrote it, or null.</summary>
    public string? BiaPyVersion { get; }

    /// <summary><c>MODEL.ARCHITECTURE</c> of the configuration, or null.</summary>
    public string? Architecture { get; }

    /// <summary>The main values of the configuration, by dotted key.</summary>
    public IReadOnlyList<KeyValuePair<string, PickleValue>> Settings { get; }

    /// <summary>The model's tensors in order.</summary>
    public IReadOnlyList<TensorSummary> Tensors { get; }

    /// <summary>Number of values of all the model's tensors.</summary>
    public long ParameterCount => Tensors.Sum(t => t.Count);

    /// <summary>Summarises an open checkpoint; <paramref name="withStatistics"/> reads all the model's values for sums and norms.</summary>
    /// <exception cref="InputException">The values are damaged or cannot be read.</exception>
    public static CheckpointSummary Of(PyTorchCheckpoint checkpoint, bool withStatistics = false) => new(checkpoint, withStatistics);

    /// <summary>The summary as JSON; numbers that JSON lacks (NaN, infinities) as strings.</summary>
    public string ToJson(bool indented = true)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file", File);
            json.WriteNumber("bytes", FileLength);
            json.WriteString("format", Format switch
            {
                CheckpointFormat.Zip => "zip",
                CheckpointFormat.Legacy => "legacy",
                CheckpointFormat.Safetensors => "safetensors",
                _ => "pickle",
            });
            json.WriteString("model_key", ModelKey);
            json.WriteString("epoch", Epoch);
            json.WriteString("biapy_version", BiaPyVersion);
            json.WriteString("architecture", Architecture);
            json.WriteStartObject("entries");
            foreach (var (key, text) in Entries)
                json.WriteString(key, text);
            json.WriteEndObject();
            json.WriteStartObject("settings");
            foreach (var (key, value) in Settings)
            {
                json.WritePropertyName(key);
                PickleJson.Write(json, value);
            }

            json.WriteEndObject();
            json.WriteNumber("tensor_count", Tensors.Count);
            json.WriteNumber("parameter_count", ParameterCount);
            json.WriteStartArray("tensors");
            foreach (var tensor in Tensors)
                WriteTensor(json, tensor);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorSummary tensor)
    {
        json.WriteStartObject();
        json.WriteString("name", tensor.Name);
        json.WriteString("dtype", tensor.DType);
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        if (tensor.Statistics is { } statistics)
        {
            PickleJson.Number(json, "sum", statistics.Sum);
            PickleJson.Number(json, "l2", statistics.L2);
            PickleJson.Number(json, "min", statistics.Smallest);
            PickleJson.Number(json, "max", statistics.Largest);
            json.WriteNumber("not_finite", statistics.NotFinite);
        }

        json.WriteEndObject();
    }

    private static string Describe(PickleValue value) => value switch
    {
        PickleDict dict => $"{dict.ClassName?.Split('.')[^1] ?? "dict"} of {dict.Count}"
            + (dict.Count(e => e.Value is CheckpointTensor) is var n && n > 0 ? $", {n} tensors" : string.Empty),
        PickleString text => PickleText.Printable(text.Value),
        PickleList list => $"list of {list.Count}",
        PickleSet set => $"set of {set.Count}",
        _ => value.ToString(),
    };
}
