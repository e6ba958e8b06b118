using System.Globalization;

namespace Luciole.ModelDescriptions;

/// <summary>A description as the plain values that stand in its YAML.</summary>
public static class DescriptionValues
{
    /// <summary>The description of a network.</summary>
    public static Dictionary<string, object?> Of(ModelDescription model) => Present(
        ("format_version", ModelDescription.FormatVersion),
        ("type", "model"),
        ("name", model.Name),
        ("description", model.Description),
        ("authors", ListOf(model.Authors, ValuesOf)),
        ("cite", ListOf(model.Citations, ValuesOf)),
        ("license", model.License),
        ("tags", ListOf(model.Tags, tag => tag)),
        ("timestamp", model.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
        ("documentation", model.Documentation),
        ("covers", ListOf(model.Covers, cover => cover)),
        ("attachments", ListOf(model.Attachments, file => file.ToValues())),
        ("inputs", new List<object?> { TensorOf(model.Input, null) }),
        ("outputs", new List<object?> { TensorOf(model.Output, model.Input.Id) }),
        ("weights", Present(("pytorch_state_dict", WeightsOf(model.Weights)))),
        ("config", model.Config.Count == 0 ? null : model.Config));

    /// <summary>The description of a folder that holds several models, each described in a folder of its own.</summary>
    public static Dictionary<string, object?> Of(SetDescription set) => Present(
        ("format_version", SetDescription.FormatVersion),
        ("type", "generic"),
        ("name", set.Name),
        ("description", set.Description),
        ("authors", ListOf(set.Authors, ValuesOf)),
        ("cite", ListOf(set.Citations, ValuesOf)),
        ("license", set.License),
        ("tags", ListOf(set.Tags, tag => tag)),
        ("documentation", set.Documentation),
        ("config", set.Config));

    private static Dictionary<string, object?> ValuesOf(Person person) => Present(("name", person.Name), ("affiliation", person.Affiliation), ("orcid", person.Orcid));

    private static Dictionary<string, object?> ValuesOf(Citation cite) => Present(("text", cite.Text), ("doi", cite.Doi), ("url", cite.Url));

    // The axes of an output refer to those of the input, so that consumers know they are the same.
    private static Dictionary<string, object?> TensorOf(DescribedTensor tensor, string? sizedBy)
    {
        object? Size(string axis, int size) => sizedBy is null ? (long)size : Present(("tensor_id", sizedBy), ("axis_id", axis));
        Dictionary<string, object?> Space(string axis, int size) => Present(("type", "space"), ("id", axis), ("size", Size(axis, size)));
        return Present(
            ("id", tensor.Id),
            ("description", tensor.Description),
            ("axes", new List<object?>
            {
                Present(("type", "batch")),
                Present(("type", "channel"), ("channel_names", ListOf(tensor.Channels, channel => channel))),
                Space("y", tensor.Height),
                Space("x", tensor.Width),
            }),
            ("data", Present(("type", tensor.SampleType))),
            ("test_tensor", tensor.TestTensor.ToValues()),
            ("sample_tensor", tensor.SampleTensor?.ToValues()),
            ("preprocessing", ListOf(tensor.Preprocessing, step => Present(("id", step.Id), ("kwargs", step.Arguments)))));
    }

    private static Dictionary<string, object?> WeightsOf(DescribedWeights weights)
    {
        var values = weights.File.ToValues();
        values["architecture"] = Present(("import_from", weights.ImportFrom), ("callable", weights.Callable), ("kwargs", weights.Arguments));
        values["pytorch_version"] = weights.PyTorchVersion;
        values["dependencies"] = weights.Dependencies.ToValues();
        return values;
    }

    private static List<object?>? ListOf<T>(IReadOnlyList<T> items, Func<T, object?> value) => items.Count == 0 ? null : [.. items.Select(value)];

    private static Dictionary<string, object?> Present(params ReadOnlySpan<(string Name, object? Value)> entries)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            if (value is not null)
                values[name] = value;
        }

        return values;
    }
}
