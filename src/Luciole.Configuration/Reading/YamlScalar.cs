namespace Luciole.Configuration;

/// <summary>What a YAML 1.1 scalar means once yacs has evaluated texts as Python literals.</summary>
internal static class YamlScalar
{
    /// <summary>The value; <paramref name="plain"/> is false for quoted scalars, which YAML leaves texts but yacs still evaluates.</summary>
    public static object? Resolve(string text, bool plain)
    {
        if (plain)
        {
            switch (text)
            {
                case "" or "~" or "null" or "Null" or "NULL":
                    return null;
                case "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                    return true;
                case "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                    return false;
            }

            if (NumberText.TryYaml(text, out var number))
                return number;
        }

        return PythonLiteral.TryParse(text, out var value) ? value : text;
    }
}
