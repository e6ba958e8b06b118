using System.Text.RegularExpressions;
using Luciole.Files;

namespace Luciole.ModelDescriptions.Rules;

/// <summary>The files beside a description: there, unchanged, and arrays of the sizes and types that are described.</summary>
internal static partial class FileRules
{
    private const long LargestCover = 500_000;
    private const float SmallestValue = 1e-4f;

    private static readonly Dictionary<string, string> s_numpyTypes = new(StringComparer.Ordinal)
    {
        ["<f4"] = "float32", ["<f8"] = "float64", ["|u1"] = "uint8", ["|i1"] = "int8", ["<u2"] = "uint16", ["<i2"] = "int16", ["<u4"] = "uint32", ["<i4"] = "int32", ["<u8"] = "uint64", ["<i8"] = "int64",
    };

    public static void Check(DescriptionNode description, string folder, Findings findings)
    {
        CheckFiles(description, folder, findings);
        foreach (var cover in description["covers"].Items)
            CheckCover(cover, folder, findings);
        if (description["documentation"].Value is string name)
        {
            if (!File.Exists(Path.Combine(folder, name)))
                findings.Add(description["documentation"], $"names {name}, which is missing");
            else if (!Validation().IsMatch(File.ReadAllText(Path.Combine(folder, name))))
                findings.Add(description["documentation"], $"{name} has no section about validation");
        }

        var sizes = new Dictionary<(string Tensor, string Axis), long>();
        foreach (var tensor in description["inputs"].Items.Concat(description["outputs"].Items))
            CheckTensor(tensor, folder, sizes, findings);
    }

    private static void CheckFiles(DescriptionNode node, string folder, Findings findings)
    {
        foreach (var child in node.Entries.Select(e => e.Node).Concat(node.Items).Where(child => child.Value is IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>))
            CheckFiles(child, folder, findings);
        if (node["source"].Value is not string source || source.Contains("://", StringComparison.Ordinal))
            return;
        var path = Path.Combine(folder, source);
        if (!File.Exists(path))
            findings.Add(node, $"names {source}, which is missing");
        else if (node["sha256"].Value is not string hash)
            findings.Add(node, $"does not say the sha256 of {source}");
        else if (!string.Equals(ContentHash.OfFile(path), hash, StringComparison.OrdinalIgnoreCase))
            findings.Add(node, $"has another sha256 than {source}");
    }

    private static void CheckCover(DescriptionNode cover, string folder, Findings findings)
    {
        if (cover.Value is not string name)
            return;
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
            findings.Add(cover, $"names {name}, which is missing");
        else if (file.Length > LargestCover)
            findings.Add(cover, $"{name} has {file.Length} bytes, where at most {LargestCover} are asked for");
    }

    private static void CheckTensor(DescriptionNode tensor, string folder, Dictionary<(string Tensor, string Axis), long> sizes, Findings findings)
    {
        if (tensor["test_tensor"]["source"].Value is not string name || !File.Exists(Path.Combine(folder, name)))
            return;
        NumpyFile array;
        try
        {
            array = NumpyFile.Read(Path.Combine(folder, name));
        }
        catch (InputException e)
        {
            findings.Add(tensor["test_tensor"], e.Message);
            return;
        }

        var described = tensor["data"]["type"].Value as string ?? "float32";
        var type = s_numpyTypes.GetValueOrDefault(array.DType, array.DType);
        if (described is not ("float32" or "float64") && type != described)
            findings.Add(tensor["test_tensor"], $"{name} holds {type}, but {described} is described");
        if (array.ToFloats().All(v => Math.Abs(v) < SmallestValue))
            findings.Add(tensor["test_tensor"], $"{name} holds nothing above {SmallestValue}, too little to test with");
        var axes = tensor["axes"].Items.ToList();
        if (axes.Count != array.Shape.Length)
        {
            findings.Add(tensor["test_tensor"], $"{name} has {array.Shape.Length} axes, but {axes.Count} are described");
            return;
        }

        foreach (var (axis, size) in axes.Zip(array.Shape))
        {
            sizes[(tensor["id"].Value as string ?? "", AxisRules.IdOf(axis))] = size;
            var expected = axis["type"].Value is "channel" ? axis["channel_names"].Items.Count() : SizeOf(axis["size"], sizes);
            if (expected is { } wanted && wanted != size)
                findings.Add(tensor["test_tensor"], $"{name} has the size {size} along {AxisRules.IdOf(axis)}, but {wanted} is described");
        }
    }

    private static long? SizeOf(DescriptionNode size, Dictionary<(string Tensor, string Axis), long> sizes) => size.Value switch
    {
        long fixedSize => fixedSize,
        _ when size["tensor_id"].Value is string tensor && size["axis_id"].Value is string axis && sizes.TryGetValue((tensor, axis), out var referred) =>
            referred + (size["offset"].Value as long? ?? 0),
        _ => null,
    };

    [GeneratedRegex("#.*[vV]alidation", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Validation();
}
