global using Luciole.Files;
